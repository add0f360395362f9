"""Payments written by hand, few and known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Assure
from paiements.models import Paiement, Prestation


def payer(assure: Assure, le: date, montant: str = "19.00", **champs: Any) -> Paiement:
    """A payment without lines, for lists."""
    valeurs = {"famille": Paiement.Famille.SOINS, "rangs": 1, "postes": 1, **champs}
    return Paiement.objects.create(assure=assure, emis_le=le, montant=Decimal(montant), **valeurs)


def payer_une_consultation(assure: Assure, le: date, **champs: Any) -> Prestation:
    """30 € at the doctor's: 21 − 2 = 19 €."""
    paiement = payer(assure, le, **champs)
    return Prestation.objects.create(
        paiement=paiement, rang=1, code="G", soins_le=le - timedelta(days=6), personne=assure.personne, paye=Decimal(30),
        base=Decimal(30), taux=70, verse=Decimal(21), motif_taux="HAB", retenue=Decimal(2), motif_retenue="DUE",
    )  # fmt: skip
