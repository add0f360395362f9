"""From a day of deposit and a delay to a date, and where today stands to it (chapter 8 § 3). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from ameli.noyau.calendrier import ajouter_mois, est_ouvre, jour_de

ACHEMINEMENT = 2  # days of the post [hypothesis of chapter 8 § 2]
MARGE = timedelta(days=3)
ANCIENNETE = 24  # months: an older deposit is not asked about
A_REVOIR = timedelta(days=10)  # an agent looks at each delay at least so often


class Situation(Enum):
    """Where today stands."""

    A_VENIR = "a_venir"
    DANS_LA_FENETRE = "dans_la_fenetre"
    DEPASSEE = "depassee"


@dataclass(frozen=True)
class Fourchette:
    """Days, Paris: between `au_plus_tot` and `au_plus_tard`, around the one that is told."""

    au_plus_tot: date
    prevue: date
    au_plus_tard: date

    def situation(self, jour: date) -> Situation:
        """As read on `jour`."""
        if jour < self.au_plus_tot:
            return Situation.A_VENIR
        return Situation.DANS_LA_FENETRE if jour <= self.au_plus_tard else Situation.DEPASSEE


def reception(depot: date, *, par_courrier: bool) -> date:
    """When the caisse holds what left on `depot`."""
    return depot + timedelta(days=ACHEMINEMENT if par_courrier else 0)


def estimer(
    depot: date, jours: int, *, par_courrier: bool = False, mediane: int | None = None, departement: str = ""
) -> Fourchette:
    """`jours` calendar days after the reception, put off to the next working day of the caisse's département.

    With a measured `mediane` (days), the window begins there: half of the requests are treated by then.
    """
    recue = reception(depot, par_courrier=par_courrier)
    prevue = ouvre_suivant(recue + timedelta(days=jours), departement)
    tot = prevue - MARGE if mediane is None else ouvre_suivant(recue + timedelta(days=mediane), departement)
    return Fourchette(min(max(tot, recue), prevue), prevue, prevue + MARGE)


def ouvre_suivant(jour: date, departement: str = "") -> date:
    """`jour`, or the first working day after it."""
    while not est_ouvre(jour, departement):
        jour += timedelta(days=1)
    return jour


def plus_ancien(jour: date) -> date:
    """The first day of deposit that may be asked about on `jour`."""
    return ajouter_mois(jour, -ANCIENNETE)


def duree(deposee_le: datetime, close_le: datetime, attente: timedelta) -> int:
    """Calendar days (Paris) from a deposit to its decision, without the time spent waiting for the person."""
    return max((jour_de(close_le - attente) - jour_de(deposee_le)).days, 0)


def mesurer(durees: list[int], assez: int) -> tuple[int, int] | None:
    """Median and 9th decile of days, each rounded up to a day that was seen; None when there are fewer than `assez`."""
    if len(durees) < assez:
        return None
    rangees = sorted(durees)
    return rangees[_rang(len(rangees), 5)], rangees[_rang(len(rangees), 9)]


def _rang(nombre: int, dixiemes: int) -> int:
    """Index of the smallest value that `dixiemes` tenths of the values do not exceed."""
    return -(-nombre * dixiemes // 10) - 1
