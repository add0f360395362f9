"""Open, suspend, resume and end a right: the only ways to write one. Each is told in the journal; its reminders follow.

A kind of right is declared once, where it is known, with what is said before its end:

    droits.declarer(Procuration, rappels=(Rappel(jours(3), prevenir_de_la_fin),))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import transaction

from accounts.models.droit import Droit
from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS, Duree, jour_de
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.journal import declarer_genre, journaliser

D = TypeVar("D", bound=Droit)
HEURE, DERNIERE_SECONDE = time(9), time(23, 59, 59)
TERME = "terme"  # the reason of a right that ends on its last day
GESTES = {"ouvert": "ouverture", "suspendu": "suspension", "repris": "reprise", "clos": "fin"}


class DroitClos(Exception):
    """It was ended meanwhile, by somebody else or by its last day."""


@dataclass(frozen=True)
class Rappel:
    """What is done `avant` the last day of a right, at 9 in the morning; once, and only while it is open. `de_la_suite`: before the first
    day of what would follow it, as its renewal is counted."""

    avant: Duree
    faire: Callable[[Any, datetime], None]
    de_la_suite: bool = False

    def jour(self, au: date) -> date:
        """Its day, for a right whose last day is `au`."""
        return self.avant.avant(au + timedelta(days=1) if self.de_la_suite else au)


@dataclass(frozen=True)
class Genre:
    """A declared kind of right."""

    modele: type[Droit]
    rappels: dict[str, Rappel]
    a_la_fin: Callable[[Any, datetime], None]


_genres: dict[str, Genre] = {}


def declarer(
    modele: type[Droit],
    *,
    rappels: tuple[Rappel, ...] = (),
    a_la_fin: Callable[[Any, datetime], None] = lambda droit, le: None,
) -> None:
    """Once for a kind of right, at start. Raises ValueError for a code taken, or for two reminders of one day.

    `a_la_fin(right, at)` is what follows its end, whatever ended it, in the same transaction.
    """
    par_delai = {str(rappel.avant): rappel for rappel in rappels}
    if len(par_delai) < len(rappels):
        raise ValueError(f"{modele.code}: two reminders at the same time")
    if _genres.setdefault(modele.code, Genre(modele, par_delai, a_la_fin)).modele is not modele:
        raise ValueError(f"{modele.code!r} is another right")
    for geste, mot in GESTES.items():
        declarer_genre(f"droit.{modele.code}.{geste}", f"{{acteur}} : {mot} {modele.de_quoi}")


def declares() -> list[type[Droit]]:
    """Every kind of right, by its code."""
    return [genre.modele for _, genre in sorted(_genres.items())]


# The four gestures


@transaction.atomic
def ouvrir(droit: D, *, acteur: str, le: datetime) -> D:
    """Save a right that was just made, and plan its reminders and its end.

    One of the same kind and person whose last day has passed gives its place, if the sweep has not come by yet.
    """
    passes = type(droit).objects.de(droit.assure).filter(personne=droit.personne, clos_le=None, au__lt=jour_de(le))
    for passe in passes.select_related("assure").order_by("id"):
        _terminer(passe)
    droit.save(force_insert=True)
    _journaliser("ouvert", droit, acteur)
    _planifier(droit, le)
    return droit


@transaction.atomic
def suspendre(droit: D, *, acteur: str, le: datetime, motif: str) -> D:
    """It gives nothing any more until it is resumed; its last day stays. Nothing happens twice. Raises DroitClos."""
    ligne = _verrouiller(droit)
    if ligne.suspendu_le is None:
        ligne.suspendu_le, ligne.motif = le, motif
        _garder(ligne, "suspendu", acteur)
    return ligne


@transaction.atomic
def reprendre(droit: D, *, acteur: str) -> D:
    """It gives again what it gave. Reminders that fell meanwhile are not said any more. Raises DroitClos."""
    ligne = _verrouiller(droit)
    if ligne.suspendu_le is not None:
        ligne.suspendu_le, ligne.motif = None, ""
        _garder(ligne, "repris", acteur)
    return ligne


@transaction.atomic
def clore(droit: D, *, acteur: str, le: datetime, motif: str) -> D:
    """It is over at `le`: revoked, replaced, come to its end. What was planned about it is withdrawn. Raises DroitClos."""
    return _clore(_verrouiller(droit), acteur, le, motif)


def _clore(ligne: D, acteur: str, le: datetime, motif: str) -> D:
    ligne.clos_le, ligne.clos_par, ligne.motif = le, acteur, motif
    _garder(ligne, "clos", acteur)
    echeances.annuler(objet=ligne.objet)
    _genres[ligne.code].a_la_fin(ligne, le)
    return ligne


def _terminer(ligne: Droit) -> None:
    assert ligne.au is not None
    _clore(ligne, "horloge", _fin(ligne), TERME)


def _verrouiller(droit: D) -> D:
    """The row as it is now, locked. The caller found it in a perimeter. Raises DroitClos."""
    lignes = (
        type(droit).objects.systeme("the caller found it in a perimeter").select_for_update(of=("self",), no_key=True)
    )
    ligne = lignes.select_related("assure", "personne").get(pk=droit.pk)
    if ligne.clos_le is not None:
        raise DroitClos(ligne.public_id)
    return ligne


def _garder(ligne: Droit, geste: str, acteur: str) -> None:
    ligne.save(update_fields=["suspendu_le", "clos_le", "clos_par", "motif"])
    _journaliser(geste, ligne, acteur)


def _journaliser(geste: str, droit: Droit, acteur: str) -> None:
    journaliser(
        f"droit.{droit.code}.{geste}", acteur=acteur, assure_ref=droit.assure.public_id, objet=droit.objet,
        motif=droit.motif or droit.cause,
    )  # fmt: skip


# Its reminders and its last day


def _fin(droit: Droit) -> datetime:
    assert droit.au is not None
    return datetime.combine(droit.au, DERNIERE_SECONDE, PARIS)


def _planifier(droit: Droit, le: datetime) -> None:
    """Reminders whose hour has passed when a right is opened are not said: its opening has just told its last day."""
    if droit.au is None:
        return
    for delai, rappel in _genres[droit.code].rappels.items():
        du_le = datetime.combine(rappel.jour(droit.au), HEURE, PARIS)
        if du_le > le:
            _poser(droit, du_le, delai)
    _poser(droit, _fin(droit), TERME)


def _poser(droit: Droit, du_le: datetime, quoi: str) -> None:
    echeances.planifier(
        "droit.rappel", objet=droit.objet, du_le=du_le, cle=f"{droit.objet}:{quoi}", donnees={"quoi": quoi}
    )


@gestionnaire("droit.rappel")
def rappeler(echeance: Echeance) -> None:
    """What was planned about a right: one of its reminders, or its end. A reminder that its kind has given up says nothing."""
    code, _, public_id = echeance.objet.partition(":")
    genre, quoi = _genres[code], echeance.donnees["quoi"]
    lignes = genre.modele.objects.systeme("what was planned about it is due").filter(clos_le=None, public_id=public_id)
    droit = lignes.select_for_update(of=("self",), no_key=True).select_related("assure", "personne").first()
    if droit is None:
        return
    if quoi == TERME:
        _terminer(droit)
    elif quoi in genre.rappels and droit.ouvert(echeance.du_le):
        genre.rappels[quoi].faire(droit, echeance.du_le)
