"""What is declared to the tax office of allowances and pensions (chapter 4 § 5). Pure; the shares are in donnees/baremes.toml."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from paiements import baremes
from paiements.calcul.mots import ZERO, Particularite, arrondi


def csg_deductible(brut: Decimal, csg: Decimal, le: date) -> Decimal:
    """The part of the CSG withheld from `brut` euros that is not declared: 3.8 points of the 6.2 of an allowance.

    The rate is found back from the amounts; without CSG there is nothing to deduct.
    """
    if not csg or not brut:
        return ZERO
    table = baremes.baremes()["csg_deductible"].au(le)
    taux, points = min(
        ((Decimal(taux), Decimal(points)) for taux, points in zip(table["taux"], table["points"], strict=True)),
        key=lambda paire: abs(paire[0] - csg * 100 / brut),
    )
    return arrondi(brut * points / 100) if points < taux else csg


def imposable(code: str, brut: Decimal, csg: Decimal, le: date, particularite: str = "") -> Decimal:
    """Euros to declare for a period paid on the day `le`: gross less deductible CSG, and of that the share of its nature.

    Raises KeyError for a code that replaces no wage.
    """
    nature = "ALD" if code in ("IJN", "RIJ") and particularite == Particularite.ALD else code
    part = baremes.valeur("imposable", nature, le)
    return arrondi((brut - csg_deductible(brut, csg, le)) * part / 100)
