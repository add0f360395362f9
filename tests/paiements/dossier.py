"""Payments written by hand, few and known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Assure
from paiements.calcul.revenus import indemnites
from paiements.models import Paiement, Prestation, RevenuRemplacement


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


def payer_des_indemnites(
    assure: Assure, du: date, au: date, le: date, *, code: str = "IJN", journalier: str = "34.52", particularite: str = "",
    **champs: Any,
) -> Paiement:  # fmt: skip
    """A period of daily allowances paid on the day `le`."""
    r = indemnites(code, du, au, Decimal(journalier))
    paiement = payer(assure, le, str(r.net), famille=Paiement.Famille.IJ, postes=8192, **champs)
    ligne = Prestation.objects.create(
        paiement=paiement, rang=1, code=code, soins_le=du, personne=assure.personne, paye=Decimal(0), verse=r.net,
        motif_taux="FOR",
    )  # fmt: skip
    RevenuRemplacement.objects.create(
        prestation=ligne, du=du, au=au, jours=r.jours, journalier=r.journalier, brut=r.brut, csg=r.csg, crds=r.crds,
        impot=r.impot, particularite=particularite,
    )  # fmt: skip
    return paiement
