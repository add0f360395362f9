"""The scheduler of Celery, who works when nobody hears the bell: while Redis is away, codes and mails leave all the same."""

from __future__ import annotations

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


class Veilleur(Scheduler):
    """Rings for what is due. When Redis is silent, or no worker comes, it does the task itself, and sweeps every second."""

    producer = None  # Celery's would wait for Redis before anything is due
    seul = False

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any) -> None:
        entree = self.reserve(entry) if advance else entry
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
