"""The only clocks, two of them (docs/decisions/0005-deux-horloges.md).

`maintenant()` is the domain's: due dates, ages, documents, life of a code. The sandbox shifts it for the whole
product at once, forward only, by one row in the database. `temps_reel()` is the wall clock: leases, retries,
rate limits, session security, logs. No other clock may be read; the linter names the reason. The clock of PostgreSQL
only judges ours (`ameli.noyau.ponctualite`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from ameli.noyau.calendrier import jour_de
from ameli.noyau.preparees import preparee

ECART_MAXIMUM = timedelta(seconds=30)  # between this machine and the database: NTP keeps well below a second


class RetourEnArriere(ValueError):
    """The domain clock only goes forward: rows dated in the future would be left behind."""


class HorlogeFixe(RuntimeError):
    """Outside the sandbox nobody shifts the clock."""


class _Portee:
    """What one request, sweep or task has read of the offset: None until it asks."""

    lu: timedelta | None = None


_portee: ContextVar[_Portee | None] = ContextVar("portee_horloge", default=None)


def temps_reel() -> datetime:
    """The wall clock, aware, in UTC."""
    return datetime.now(UTC)


def heure_de_la_base() -> datetime:
    """The wall clock of PostgreSQL, aware. One query; raises DatabaseError."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT clock_timestamp()")
        return curseur.fetchone()[0]


def ecart_avec_la_base() -> timedelta:
    """How far this machine's clock is ahead of the database's (negative: behind). What the question took is no difference."""
    avant = temps_reel()
    base = heure_de_la_base()
    return min(max(base, avant), temps_reel()) - base


def maintenant() -> datetime:
    """The domain's clock, aware, in UTC."""
    return temps_reel() + decalage()


def aujourdhui() -> date:
    """The day it is in Paris by the domain's clock."""
    return jour_de(maintenant())


def decalage() -> timedelta:
    """How far the domain's clock is ahead. Read at most once in a `portee()`; always zero, and never read, in production."""
    if not settings.BAC_A_SABLE:
        return timedelta(0)
    portee_ouverte = _portee.get()
    if portee_ouverte is None:
        return _lire()
    if portee_ouverte.lu is None:
        portee_ouverte.lu = _lire()
    return portee_ouverte.lu


def deja_lu() -> timedelta | None:
    """The offset, when this request, sweep or task has asked for it; without a query."""
    portee_ouverte = _portee.get()
    return portee_ouverte.lu if portee_ouverte is not None else None


def _lire() -> timedelta:
    return timedelta(seconds=next(iter(_decalages()), 0))


@preparee
def _decalages() -> QuerySet[Any, int]:
    from ameli.noyau.models import Decalage

    return Decalage.objects.values_list("secondes", flat=True).order_by("pk")[:1]


@contextmanager
def portee() -> Iterator[None]:
    """One request, one sweep or one task: the offset is read at its first use and stays the same until the end."""
    jeton = _portee.set(_Portee())
    try:
        yield
    finally:
        _portee.reset(jeton)


def nouvelle_portee() -> None:
    """Start a scope that nobody closes: for a task, whose end is the start of the next."""
    _portee.set(_Portee())


def regler_decalage(nouveau: timedelta) -> None:
    """Put the domain's clock `nouveau` ahead of the wall clock, rounded up to the second. Sandbox only, forward only.

    Raises `HorlogeFixe` in production and `RetourEnArriere` when the clock is already further ahead.
    """
    from ameli.noyau.models import Decalage

    _exiger_le_bac_a_sable()
    secondes = math.ceil(nouveau.total_seconds())
    ligne, _ = Decalage.objects.get_or_create(pk=1)
    if secondes < ligne.secondes:
        raise RetourEnArriere(f"The clock is {ligne.secondes} s ahead and cannot go back to {secondes} s")
    Decalage.objects.filter(pk=1).update(secondes=secondes)
    _oublier()


def remettre_a_l_heure() -> None:
    """Bring the offset back to zero. Only for whoever also restores the practice population: rows keep their dates."""
    from ameli.noyau.models import Decalage

    _exiger_le_bac_a_sable()
    Decalage.objects.filter(pk=1).update(secondes=0)
    _oublier()


def _exiger_le_bac_a_sable() -> None:
    if not settings.BAC_A_SABLE:
        raise HorlogeFixe("The domain clock can only be shifted in the sandbox")


def _oublier() -> None:
    portee_ouverte = _portee.get()
    if portee_ouverte is not None:
        portee_ouverte.lu = None


class PorteeHorloge:
    """Middleware: one request sees one offset, read only if somebody asks for the time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with portee():
            return self.get_response(request)
