"""The screens of chapter 17, in their order."""

from __future__ import annotations

from demarches.catalogue.sans_gluten import regles, reponses
from demarches.catalogue.sans_gluten.formulaires import Compris, Mois, Produit
from demarches.catalogue.sans_gluten.rappels import programmer
from demarches.moteur.declaration import Etape, Groupe

ETAPES = (
    Etape(
        "mode-d-emploi",
        "Mode d’emploi",
        Compris,
        au_recapitulatif=False,
        libelle_suivant="J’ai compris",
        gabarit="sans_gluten/mode_d_emploi.html",
    ),
    Etape("mois", "Mois et bénéficiaire", Mois, apres=programmer),
    Groupe(
        "produits",
        "Vos produits",
        Produit,
        depend_de=("mois",),
        maximum=regles.PRODUITS_MAXIMUM,
        ajouter="Ajouter un produit",
        retirer="Retirer ce produit",
        gabarit_item="sans_gluten/produit.html",
        un=reponses.nommer,
        apercu=reponses.jauge,
    ),
)
