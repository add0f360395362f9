"""What the follow-up of a request shows besides: each product with its price, its tariff, what is taken into account and paid; the month."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ameli.noyau import formats
from demarches.catalogue.sans_gluten import calcul, compteur, regles
from demarches.catalogue.sans_gluten.models import DemandeSansGluten, LigneSansGluten
from demarches.moteur.declaration import Encart
from demarches.moteur.models import Demarche

COLONNES = (
    "Produit", {"libelle": "Prix", "nombre": True}, {"libelle": "Tarif", "nombre": True},
    {"libelle": "Pris en compte", "nombre": True}, {"libelle": "Remboursé", "nombre": True}, "État",
)  # fmt: skip


def encart(demarche: Demarche, le: datetime) -> Encart | None:
    """The table of the products, and the gauge of the month."""
    demande = (
        DemandeSansGluten.objects.de(demarche.assure)
        .filter(demarche=demarche)
        .select_related("personne", "paiement", "avis")
        .first()
    )
    if demande is None:
        return None
    lignes = list(demande.lignes.select_related("produit").order_by("id"))
    jauge = compteur.lire(demande.personne, demande.mois, pour=demarche.assure)
    return Encart(
        "sans_gluten/produits.html",
        {
            "colonnes": COLONNES,
            "lignes": [_cellules(une, demarche) for une in lignes],
            "refusees": [une for une in lignes if une.etat == LigneSansGluten.Etat.REFUSEE],
            "motifs": [
                f"{une.nom}\N{NO-BREAK SPACE}: {regles.MOTIFS.get(une.motif, '')}"
                for une in lignes
                if une.etat == LigneSansGluten.Etat.REFUSEE
            ],
            "jauge": jauge,
            "mois": regles.en_mots(demande.mois),
            "prenom": demande.personne.prenom,
            "paiement": demande.paiement,
            "prevu": demande.compte if demande.regle is None and demarche.ouverte else None,
            "reprise": demande.a_reprendre,
            "avis": demande.avis,
            "controlee_le": demande.controlee_le,
        },
    )


def _cellules(ligne: LigneSansGluten, demarche: Demarche) -> list[Any]:
    etat = LigneSansGluten.Etat(ligne.etat).label.capitalize()
    prix = f"{ligne.quantite} × {formats.montant(ligne.prix)}"
    if ligne.produit is None or ligne.etat == LigneSansGluten.Etat.REFUSEE:
        return [ligne.nom, prix, "–", "–", "–", etat]
    une = calcul.rembourser(
        ligne.produit.famille, ligne.produit.grammes, ligne.prix, ligne.quantite, ligne.demande.mois,
        local=calcul.regime_local(demarche.assure),
    )  # fmt: skip
    base, verse = (ligne.base, ligne.verse) if ligne.verse is not None else (une.base, une.verse)
    return [ligne.nom, prix, formats.montant(une.tarif), formats.montant(base), formats.montant(verse), etat]
