"""Leaves from work and pensions, period by period, with the day on which each is paid. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from ameli.bac_a_sable.histoires.annuaire import Nom, employeur
from ameli.bac_a_sable.histoires.profils import Arret, Foyer, Pension
from ameli.noyau.calendrier import ajouter_mois
from paiements.calcul.invalidite import mensualites
from paiements.calcul.invalidite.mensualites import Titre
from paiements.calcul.invalidite.salaire import revaloriser
from paiements.calcul.revenus import (
    CARENCE,
    MAJORATION_AT,
    Revenu,
    indemnites,
    journaliere_accident,
    journaliere_maladie,
    journaliere_maternite,
    pension,
    quatorzaines,
)

JOUR_DES_PENSIONS = 8


@dataclass(frozen=True, slots=True)
class Echeance:
    """A period that is paid on the day `le`, to `tiers` when it is not the insured person."""

    le: date
    revenu: Revenu
    tiers: Nom | None = None


def echeances(foyer: Foyer, hasard: Random, debut: date, fin: date) -> Iterator[Echeance]:
    """Every period paid between `debut` and `fin` included."""
    for arret in foyer.arrets:
        yield from (une for une in _arret(foyer, arret, hasard) if debut <= une.le <= fin)
    for une in foyer.pensions:
        yield from _pension(une, debut, fin)
    if foyer.titre is not None:
        yield from _titre(foyer.titre, debut, fin)


def _arret(foyer: Foyer, arret: Arret, hasard: Random) -> Iterator[Echeance]:
    """The first payment takes about four weeks, the file has to be opened; the next ones a few days (chapter 8)."""
    qui = foyer.paye_a(arret)
    paye_par = employeur(qui, foyer.commune) if qui else None
    carence = CARENCE if arret.code == "IJN" else 0
    le = arret.du + timedelta(days=hasard.randint(24, 31))
    for rang, (du, au) in enumerate(quatorzaines(arret.du, arret.au, carence=carence)):
        le = max(le, au + timedelta(days=hasard.randint(3, 6)))
        majoree = rang * 14 >= MAJORATION_AT
        journalier = _journaliere(foyer, arret, majoree=majoree)
        yield Echeance(le, indemnites(arret.code, du, au, journalier, particularite=arret.particularite), paye_par)


def _journaliere(foyer: Foyer, arret: Arret, *, majoree: bool) -> Decimal:
    if arret.code == "IJN":
        return journaliere_maladie([foyer.salaire] * 3, arret.du)
    if arret.code == "IJA":
        return journaliere_accident(foyer.salaire, arret.du, majoree=majoree)
    return journaliere_maternite([foyer.salaire] * 3, arret.du)


def _pension(une: Pension, debut: date, fin: date) -> Iterator[Echeance]:
    for du, le in _mois_payes(une.depuis, debut, fin):
        au = ajouter_mois(du, 1) - timedelta(days=1)
        brut = revaloriser(une.mensuel, une.depuis, du)
        yield Echeance(le, pension(une.code, du, au, brut, csg=une.csg, casa=une.csg > Decimal(5)))


def _titre(titre: Titre, debut: date, fin: date) -> Iterator[Echeance]:
    """Each month as the engine of the pensions reckons it."""
    for un, le in _mois_payes(titre.du, debut, fin):
        mois = mensualites.du_mois(titre, un)
        yield from (Echeance(le, revenu) for revenu in (mois.revenus if mois else ()) if revenu.net > 0)


def _mois_payes(depuis: date, debut: date, fin: date) -> Iterator[tuple[date, date]]:
    """The months that are paid between `debut` and `fin`, each on the 8th of the next one."""
    for du in mensualites.mois_jusqu_a(max(depuis, ajouter_mois(debut, -1)), fin):
        le = ajouter_mois(du, 1).replace(day=JOUR_DES_PENSIONS)
        if debut <= le <= fin:
            yield du, le
