"""Working days and the written delays of the catalogue: "48 heures", "10 jours", "3 jours ouvrés", "1 mois". Pure.

A delay counts as people in France count it: "10 jours" ends at the same hour in Paris ten days later, even when
the clocks changed in between; only "48 heures" are hours that really pass.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from zoneinfo import ZoneInfo

import holidays

PARIS = ZoneInfo("Europe/Paris")
ALSACE_MOSELLE = {"57": "57", "67": "6AE", "68": "6AE"}
OUTRE_MER = {
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "976": "976",
    "975": "PM",
    "977": "BL",
    "978": "MF",
}
PACIFIQUE = {"986": "WF", "987": "PF", "988": "NC"}
LOCAUX = {**ALSACE_MOSELLE, **OUTRE_MER, **PACIFIQUE}  # departments with holidays of their own
SAMEDI = 5


class Unite(Enum):
    """Singular and plural, as a person reads them."""

    MINUTES = ("minute", "minutes")
    HEURES = ("heure", "heures")
    JOURS = ("jour", "jours")
    OUVRES = ("jour ouvré", "jours ouvrés")
    MOIS = ("mois", "mois")
    ANNEES = ("an", "ans")


@dataclass(frozen=True)
class Duree:
    """A written delay. `str()` gives it in French; `apres()` says when it has run."""

    nombre: int
    unite: Unite

    def __post_init__(self) -> None:
        if self.nombre < 0:
            raise ValueError("A delay is never negative")

    def __str__(self) -> str:
        singulier, pluriel = self.unite.value
        return f"{self.nombre} {pluriel if self.nombre > 1 else singulier}"

    def apres(self, debut: datetime) -> datetime:
        """When the delay that began at `debut` (aware) has run, aware, in UTC.

        An hour that does not exist on the night of the spring change is read one hour later; one that exists
        twice in autumn is its first passage. A month or a year without that day ends on its last day.
        """
        if debut.tzinfo is None:
            raise ValueError("A delay starts from an aware datetime")
        if self.unite is Unite.MINUTES:
            return debut.astimezone(UTC) + timedelta(minutes=self.nombre)
        if self.unite is Unite.HEURES:
            return debut.astimezone(UTC) + timedelta(hours=self.nombre)
        if self.nombre == 0:
            return debut.astimezone(UTC)
        a_paris = debut.astimezone(PARIS)
        jour = self._decaler(a_paris.date(), self.nombre)
        return datetime.combine(jour, a_paris.time(), PARIS).astimezone(UTC)

    def avant(self, fin: date) -> date:
        """The day that comes so long before `fin`, for days, months and years. Raises ValueError for hours and minutes."""
        if self.unite in (Unite.MINUTES, Unite.HEURES):
            raise ValueError("Hours before a day are no day")
        return self._decaler(fin, -self.nombre)

    def _decaler(self, jour: date, nombre: int) -> date:
        if self.unite is Unite.JOURS:
            return jour + timedelta(days=nombre)
        if self.unite is Unite.OUVRES:
            return ajouter_ouvres(jour, nombre)
        return ajouter_mois(jour, nombre * (12 if self.unite is Unite.ANNEES else 1))


def jour_de(le: date | datetime) -> date:
    """The day it is in Paris at the instant `le` (aware); a day is itself."""
    return le.astimezone(PARIS).date() if isinstance(le, datetime) else le


def anniversaire(naissance: date, age: int) -> date:
    """The day from which somebody born on `naissance` is `age`: who was born on 29 February waits for 1 March in a common year."""
    try:
        return naissance.replace(year=naissance.year + age)
    except ValueError:
        return date(naissance.year + age, 3, 1)


def age_de(naissance: date, jour: date) -> int:
    """Whole years of somebody born on `naissance`, on that day."""
    annees = jour.year - naissance.year
    return annees if anniversaire(naissance, annees) <= jour else annees - 1


def fin_du_jour(le: datetime) -> datetime:
    """The last second, in Paris, of the day of `le`."""
    return datetime.combine(jour_de(le), time(23, 59, 59), PARIS)


def minutes(nombre: int) -> Duree:
    """Minutes that really pass."""
    return Duree(nombre, Unite.MINUTES)


def heures(nombre: int) -> Duree:
    """Hours that really pass, whatever the clocks do."""
    return Duree(nombre, Unite.HEURES)


def jours(nombre: int) -> Duree:
    """Calendar days: the same hour in Paris, `nombre` days later."""
    return Duree(nombre, Unite.JOURS)


def ouvres(nombre: int) -> Duree:
    """Working days: Monday to Friday without public holidays."""
    return Duree(nombre, Unite.OUVRES)


def mois(nombre: int) -> Duree:
    """Months, to the same day or the last one: 31 January + 1 month = 28 or 29 February."""
    return Duree(nombre, Unite.MOIS)


def annees(nombre: int) -> Duree:
    """Years, to the same day: 29 February + 1 year = 28 February."""
    return Duree(nombre, Unite.ANNEES)


def ajouter_mois(jour: date, nombre: int) -> date:
    """The same day of the month `nombre` months later (or earlier, when negative), or the last day of that month."""
    rang = jour.year * 12 + jour.month - 1 + nombre
    annee, numero = divmod(rang, 12)
    return date(annee, numero + 1, min(jour.day, monthrange(annee, numero + 1)[1]))


def ferie(jour: date, departement: str = "") -> bool:
    """True on a French public holiday. Good Friday and 26 December count in Moselle and Alsace ("57", "67", "68"), the
    abolition of slavery and other days overseas ("971" to "978", "986" to "988")."""
    return jour in _feries(jour.year, LOCAUX.get(departement))


@cache
def _feries(annee: int, subdivision: str | None) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", subdiv=subdivision, years=annee))


def est_ouvre(jour: date, departement: str = "") -> bool:
    """True from Monday to Friday, public holidays apart."""
    return jour.weekday() < SAMEDI and not ferie(jour, departement)


def ajouter_ouvres(jour: date, nombre: int, departement: str = "") -> date:
    """The `nombre`-th working day after `jour` (before it, when negative); 0 gives `jour` itself, worked or not."""
    pas = timedelta(days=1 if nombre >= 0 else -1)
    restent = abs(nombre)
    while restent:
        jour += pas
        restent -= est_ouvre(jour, departement)
    return jour


def jours_ouvres_entre(debut: date, fin: date, departement: str = "") -> int:
    """How many working days pass after `debut`, `fin` included; negative when `fin` comes first.

    From a working day, it undoes `ajouter_ouvres`.
    """
    if fin < debut:
        return -jours_ouvres_entre(fin, debut, departement)
    return sum(est_ouvre(debut + timedelta(days=n), departement) for n in range(1, (fin - debut).days + 1))
