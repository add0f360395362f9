"""The days that a birth counts (chapter 13). Pure: each function is given the day it is asked on.

The town hall: article 55 of the Code civil, five days, the day of birth not counted, carried to the next working day of the
department. The caisse: the catalogue opens the téléservice five days after the declaration at the town hall.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ameli.noyau.calendrier import ajouter_mois, est_ouvre

APRES_LA_MAIRIE = timedelta(days=5)  # catalogue 2023: the town hall has told the INSEE by then
EN_MAIRIE = timedelta(days=5)  # Code civil, article 55, since 18 November 2016
ANCIENNETE_EN_MOIS = 36  # hypothesis: an older child is a transfer, not a birth
ENTRE_DEUX_EN_MOIS = 6  # hypothesis: below, an agent looks (two women, or two partners: never a refusal)
AGE_DE_LA_CARTE, MAJORITE = 16, 18


@dataclass(frozen=True)
class Conge:
    """Calendar days of paternity and welcome leave, for one child and for several, for births from `depuis` on."""

    depuis: date
    un: int
    plusieurs: int


# Code du travail, article L. 1225-35: decree of 10 May 2021; before it, eleven days and eighteen.
CONGES = (Conge(date(2002, 1, 1), 11, 18), Conge(date(2021, 7, 1), 25, 32))


def ouverte_le(mairie_le: date) -> date:
    """The first day when the birth may be declared to the caisse: days are counted, not hours."""
    return mairie_le + APRES_LA_MAIRIE


def limite_en_mairie(naissance: date, departement: str) -> date:
    """The last day to declare it at the town hall of that department."""
    jour = naissance + EN_MAIRIE
    while not est_ouvre(jour, departement):
        jour += timedelta(days=1)
    return jour


def plus_ancienne(jour: date) -> date:
    """The oldest birth that may still be declared here on the day `jour`."""
    return ajouter_mois(jour, -ANCIENNETE_EN_MOIS)


def trop_proches(naissance: date, autres: Iterable[date]) -> bool:
    """Is there another birth less than six months away, that no twins explain (same day, or the day beside)?"""
    return any(_trop_proche(min(naissance, autre), max(naissance, autre)) for autre in autres)


def _trop_proche(premiere: date, seconde: date) -> bool:
    return seconde - premiere > timedelta(days=1) and seconde < ajouter_mois(premiere, ENTRE_DEUX_EN_MOIS)


def anniversaire(naissance: date, ans: int) -> date:
    """The day when somebody is that old: of 29 February, 1 March in a year that has none."""
    try:
        return naissance.replace(year=naissance.year + ans)
    except ValueError:
        return date(naissance.year + ans, 3, 1)


def conge_du_second_parent(naissance: date, enfants: int) -> int:
    """Days of paternity and welcome leave for this birth. Raises LookupError before 2002."""
    connus = [conge for conge in CONGES if conge.depuis <= naissance]
    if not connus:
        raise LookupError(naissance)
    return connus[-1].plusieurs if enfants > 1 else connus[-1].un
