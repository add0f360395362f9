"""What the answers come to: the row of each product, the total, what is left of the month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import ALSACE_MOSELLE
from ameli.noyau.formats import INSECABLE
from demarches.moteur.declaration import Contexte
from paiements.calcul import sans_gluten
from paiements.calcul.mots import ZERO
from paiements.calcul.sans_gluten import Achat, FamilleProduit, Rembourse

A_VERIFIER = "Calculé par un conseiller, qui regardera la photo"


def regime_local(assure: Assure) -> bool:
    """Does the local scheme of Alsace-Moselle pay for this file?"""
    return assure.caisse.departement in ALSACE_MOSELLE


def rembourser(famille: str, grammes: int, prix: Decimal, quantite: int, mois: date, *, local: bool) -> Rembourse:
    """One row by itself, before the most of the month."""
    return sans_gluten.calculer(Achat(FamilleProduit(famille), grammes, prix, quantite), mois, regime_local=local)


def detail(reponses: Mapping[str, Any], contexte: Contexte) -> list[tuple[str, str]]:
    """A product as it is checked: what it is, its price, its tariff, what is taken into account, what is paid back."""
    if not reponses.get("code"):
        return []
    prix, quantite = Decimal(reponses["prix"]), int(reponses["quantite"])
    lignes = [
        ("Produit", reponses.get("nom") or "À vérifier par un conseiller"),
        ("Code de l’étiquette", reponses["code"]),
        ("Prix", f"{quantite} × {formats.montant(prix)}"),
    ]
    mois = contexte.reponses.get("mois", {}).get("mois")
    if not reponses.get("famille") or not mois:
        return [*lignes, ("Remboursement", A_VERIFIER)]
    une = rembourser(
        reponses["famille"], int(reponses["grammes"]), prix, quantite, date.fromisoformat(mois),
        local=regime_local(contexte.assure),
    )  # fmt: skip
    return [*lignes, *en_mots(une)]


def en_mots(une: Rembourse) -> list[tuple[str, str]]:
    return [
        ("Tarif de l’étiquette", formats.montant(une.tarif)),
        ("Pris en compte", formats.montant(une.base)),
        (f"Remboursement à {une.taux}{INSECABLE}%", formats.montant(une.verse)),
    ]


def total(lignes: Sequence[Rembourse]) -> Decimal:
    return sum((une.verse for une in lignes), ZERO)
