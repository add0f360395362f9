"""What a pension takes back: the days of allowances that it replaces, and months paid above what they are worth. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from paiements.calcul.mots import ZERO, arrondi
from paiements.calcul.revenus import Revenu

ALLOCATIONS = "RIJ"


def a_reprendre(paye: Revenu, effet: date) -> Revenu | None:
    """Of a period of daily allowances as it was paid, the days from `effet` on: their share of each amount. None when there are none."""
    du = max(paye.du, effet)
    jours = (paye.au - du).days + 1
    if jours <= 0:
        return None
    return _part(paye, Decimal(jours) / Decimal(paye.jours), code=ALLOCATIONS, du=du, jours=jours)


def prendre(reprise: Revenu, montant: Decimal) -> Revenu:
    """The line that takes `montant` euros of a sum that is to come back: below zero, in the same proportions.

    Raises ValueError for more than there is.
    """
    if not ZERO < montant <= reprise.net:
        raise ValueError("nothing that can be taken")
    part = _part(reprise, montant / reprise.net)
    brut = montant + part.csg + part.crds + part.casa + part.impot
    return Revenu(
        reprise.code, reprise.du, reprise.au, reprise.jours, reprise.journalier, -brut, csg=-part.csg, crds=-part.crds,
        casa=-part.casa, impot=-part.impot, particularite=reprise.particularite,
    )  # fmt: skip


def _part(r: Revenu, part: Decimal, *, code: str = "", du: date | None = None, jours: int = 0) -> Revenu:
    return Revenu(
        code or r.code, du or r.du, r.au, jours or r.jours, r.journalier, arrondi(r.brut * part), csg=arrondi(r.csg * part),
        crds=arrondi(r.crds * part), casa=arrondi(r.casa * part), impot=arrondi(r.impot * part), particularite=r.particularite,
    )  # fmt: skip
