"""The scheduler of Celery, who works when nobody hears the bell: while Redis is away, codes and mails leave all the same.

Several ring together. What is rung often may be rung twice; what is done once a day is done by whichever comes first, and its
last time is in PostgreSQL: a scheduler that starts again every few hours would never come to it otherwise.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from celery.beat import ScheduleEntry, Scheduler
from celery.signals import beat_init
from django.db import DatabaseError, InterfaceError, close_old_connections

from ameli.noyau import horloge, processus, sante
from ameli.noyau.sonnette import sonner
from ameli.noyau.taches import balayer

log = structlog.get_logger(__name__)
SILENCE = 30  # seconds since a worker last took a task; the bell is rung every ten
PAS = 1.0  # seconds between two sweeps of ours
RARE, TOUR = (
    timedelta(hours=1),
    "tour:",
)  # what is rung no more often than this; how the beat of its last time is called


class Veilleur(Scheduler):
    """Rings for what is due. When Redis is silent, or no worker comes, it does the task itself, and sweeps every second."""

    producer = None  # Celery's would wait for Redis before anything is due
    seul = False

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entree in self.schedule.values():
            if _est_rare(entree):
                entree.last_run_at = self.app.now() - _depuis(entree)

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any) -> None:
        entree = self.reserve(entry) if advance else entry
        if _est_rare(entree) and not _prendre_le_tour(entree):
            return
        tache = self.app.tasks[entree.task]
        sonne = sonner(tache, **entree.options)
        self.seul = not (sonne and _un_ouvrier_travaille())
        if self.seul:
            _faire(tache)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        attente = super().tick(*args, **kwargs)
        if not self.seul or attente <= 0:
            return attente
        _faire(balayer)
        return min(attente, PAS)


def _est_rare(entree: ScheduleEntry) -> bool:
    return getattr(entree.schedule, "run_every", timedelta(0)) >= RARE


def _depuis(entree: ScheduleEntry) -> timedelta:
    """How long ago it was rung for; a whole period when nobody knows, so that it is due at once."""
    try:
        age = sante.age_du_battement(TOUR + entree.task)
    except (DatabaseError, InterfaceError):
        return timedelta(0)  # without PostgreSQL there is nothing to do either
    return timedelta(seconds=age) if age is not None else entree.schedule.run_every


def _prendre_le_tour(entree: ScheduleEntry) -> bool:
    """Whether it is ours to ring for, and not of another scheduler a moment ago."""
    close_old_connections()
    try:
        return sante.prendre_le_tour(TOUR + entree.task, 0.9 * entree.schedule.run_every)
    except (DatabaseError, InterfaceError) as panne:
        log.warning("veille_sans_base", tache=entree.task, cause=type(panne).__name__)
        return False


def _un_ouvrier_travaille() -> bool:
    try:
        age = sante.age_du_battement(sante.OUVRIER)
    except (DatabaseError, InterfaceError):
        return True  # without PostgreSQL there is nothing to do in its place
    return age is not None and age < SILENCE


def _faire(tache: Any) -> None:
    """Without Celery's signals: the beat of the worker is not ours to give."""
    close_old_connections()
    try:
        with horloge.portee():
            tache()
    except (DatabaseError, InterfaceError) as panne:
        log.warning("veille_sans_base", tache=tache.name, cause=type(panne).__name__)


@beat_init.connect
def _dire_qui_travaille(**kwargs: Any) -> None:
    processus.declarer(processus.Genre.OUVRIER)
