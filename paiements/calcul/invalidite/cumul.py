"""Pension and wages together: article R341-17, in force since 30 July 2023 (chapter 19). Pure; every operand is in the result.

What is compared is a year: the pensions as they were due and the incomes, from the 13th to the 2nd month before the month due.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ameli.noyau.calendrier import ajouter_mois
from paiements import baremes
from paiements.calcul.invalidite.mensualites import TAUX
from paiements.calcul.invalidite.salaire import reevaluer
from paiements.calcul.mots import ZERO, arrondi

FENETRE = 12
PLUS_RECENT = 2  # months before the month due
PLAFONDS = Decimal("1.5")  # of the ceiling of that year, for the wage before the leave only
HEURES = 1820  # a year of 35 hours a week, on which the yearly SMIC is counted
MOITIE = Decimal("0.5")
INDEPENDANT = {1: Decimal(4), 2: Decimal("2.4"), 3: Decimal("2.4")}  # times the yearly pension


@dataclass(frozen=True, slots=True)
class SalaireCompare:
    """The wage of the calendar year before the leave: mean of the months worked, over twelve; under 1.5 × the ceiling of that year."""

    annee: int
    percu: Decimal
    mois: int
    annuel: Decimal
    plafond: Decimal
    retenu: Decimal


@dataclass(frozen=True, slots=True)
class Seuil:
    """The higher of the average wage and of the wage before the leave, both brought to `au`; the second is None without wages."""

    au: date
    moyen: Decimal
    moyen_reevalue: Decimal
    compare: SalaireCompare | None
    compare_reevalue: Decimal
    montant: Decimal


@dataclass(frozen=True, slots=True)
class Reduction:
    """What is taken from a month: half of what goes over the threshold in the year, over twelve. Euros."""

    mois: date
    du: date
    au: date
    pensions: Decimal
    revenus: Decimal
    seuil: Decimal
    total: Decimal
    depassement: Decimal
    due: Decimal
    retenue: Decimal
    verse: Decimal

    @property
    def reduite(self) -> bool:
        return self.retenue > 0

    @property
    def suspendue(self) -> bool:
        """Nothing is left: the right stays."""
        return self.verse == 0 and self.due > 0


def fenetre(mois: date) -> tuple[date, ...]:
    """The twelve months that count for the pension of the month that begins on `mois`, in their order."""
    return tuple(ajouter_mois(mois, -rang) for rang in range(FENETRE + PLUS_RECENT - 1, PLUS_RECENT - 1, -1))


def salaire_compare(annee: int, percu: Decimal, *, mois_en_arret: int = 0, apprenti: bool = False) -> SalaireCompare:
    """`percu`: gross wages of that year; `mois_en_arret` are left out; that of an apprentice is a year of SMIC at least.

    Raises ValueError for a year without a month of work, LookupError for an apprentice before the first SMIC of the table.
    """
    mois = FENETRE - mois_en_arret
    if not 0 < mois <= FENETRE:
        raise ValueError("no month of work")
    smic = arrondi(baremes.valeur("smic", "horaire", date(annee, 1, 1)) * HEURES) if apprenti else ZERO
    annuel = max(arrondi(percu * FENETRE / mois), smic)
    plafond = arrondi(baremes.valeur("plafond", "annuel", date(annee, 1, 1)) * PLAFONDS)
    return SalaireCompare(annee, percu, mois, annuel, plafond, min(annuel, plafond))


def seuil(moyen: Decimal, compare: SalaireCompare | None, depuis: date, au: date) -> Seuil:
    """The threshold of somebody who is employed. Both wages rise as pensions do: the average one is known on the day `depuis` of the
    pension, the other one is that of its year, and rises from there on.
    """
    moyen_reevalue = reevaluer(moyen, depuis, au)
    compare_reevalue = ZERO
    if compare is not None:
        compare_reevalue = reevaluer(compare.retenu, date(compare.annee, 12, 31), au)
    return Seuil(au, moyen, moyen_reevalue, compare, compare_reevalue, max(moyen_reevalue, compare_reevalue))


def seuil_independant(categorie: int, moyen: Decimal, depuis: date, au: date) -> Decimal:
    """The threshold of somebody who works only for themselves: 4 pensions of the first category, 2.4 of the second."""
    annuelle = reevaluer(moyen, depuis, au) * TAUX[categorie] / 100
    return arrondi(annuelle * INDEPENDANT[categorie])


def reduire(
    mois: date, due: Decimal, pensions: Sequence[Decimal], revenus: Mapping[date, Decimal], seuil: Decimal
) -> Reduction:
    """What is paid of `due` for the month that begins on `mois`.

    `pensions`: gross, as they were due in each of the twelve months, before any reduction; `revenus`: gross, by first day of month,
    those outside the window left out. The help of a third person stands apart, and is never reduced. Raises ValueError without
    twelve pensions.
    """
    mois_comptes = fenetre(mois)
    if len(pensions) != FENETRE:
        raise ValueError("twelve pensions are compared")
    des_pensions = sum(pensions, ZERO)
    des_revenus = sum((revenus.get(un, ZERO) for un in mois_comptes), ZERO)
    total = des_pensions + des_revenus
    depassement = max(ZERO, total - seuil)
    retenue = arrondi(depassement * MOITIE / FENETRE)
    return Reduction(
        mois, mois_comptes[0], mois_comptes[-1], des_pensions, des_revenus, seuil, total, depassement, due, retenue,
        max(ZERO, due - retenue),
    )  # fmt: skip
