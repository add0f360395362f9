"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Assure, Personne
from ameli.noyau.chiffrement import empreinte
from demarches.cartes.exemples import ajouter_un_enfant
from demarches.catalogue.double_rattachement import enfants
from demarches.moteur.declaration import Contexte, Exemples
from demarches.moteur.fichiers_d_exemple import Fichier, piece

NIR = "1850340999077"
SECOND = {"nom": "Lafitte", "prenom": "Marc", "naissance": "14/03/1985", "nir": "1 85 03 40 999 077"}


def preparer(assure: Assure) -> None:
    """A child, and a second parent whom the registry knows."""
    ajouter_un_enfant(assure)
    if Personne.objects.filter(nir_empreinte=empreinte("nir", NIR)).exists():
        return
    naissance = date(1985, 3, 14)
    marc = Personne.objects.create(
        nom_naissance="Lafitte", prenoms="Marc, Étienne", sexe="M", date_naissance=naissance, lieu_naissance_insee="40999",
        nir=NIR,
    )  # fmt: skip
    Assure.objects.create(personne=marc, caisse=assure.caisse, situation=Assure.Situation.SALARIE, droits_du=naissance)


def tous(contexte: Contexte) -> dict[str, Any]:
    possibles = enfants.candidats(contexte.assure, contexte.le)
    return {"enfants": [un.cle for un in possibles if not un.pourquoi_pas]}


def livret(contexte: Contexte) -> dict[str, Any]:
    return {"piece": Fichier("livret.jpg", piece("LIVRET"))}


TOUS = Exemples(
    valides={
        "rappel": {},
        "second_parent": SECOND,
        "enfants": tous,
        "referent": {"referent": "moi"},
        "piece": livret,
    },
    variantes=({"referent": {"referent": "second"}},),
    invalides={
        "second_parent": (
            {},
            {**SECOND, "nir": "1 85 03 40 999 077 11"},
            {**SECOND, "naissance": "31/12/2099"},
            {**SECOND, "nom": "R2D2"},
        ),
        "enfants": ({}, {"enfants": ["aaaaaaaaaaaaaaaa"]}),
        "referent": ({}, {"referent": "voisin"}),
    },
    preparer=preparer,
)
