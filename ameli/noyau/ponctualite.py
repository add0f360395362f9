"""Nobody works behind the database with a clock of their own: one that is wrong would let everything fall due at once.

All machines compare themselves with the clock of PostgreSQL, the only one that they share. Beyond `horloge.ECART_MAXIMUM`
sweeps, deliveries and housekeeping stop, `/readyz` says why, and all goes on by itself once the clock is right. A web
process whose own clock is wrong is not ready either: codes and sessions would last too long, or not at all.
"""

from __future__ import annotations

from typing import Any

import structlog
from celery import Task

from ameli.noyau import horloge

log = structlog.get_logger(__name__)


def a_l_heure() -> bool:
    """Is this machine's clock that of the database? When it is not, an operator reads it in `/readyz`. One query."""
    ecart = horloge.ecart_avec_la_base()
    if abs(ecart) <= horloge.ECART_MAXIMUM:
        return True
    from ameli.noyau import sante

    log.error("horloge_fausse", secondes=round(ecart.total_seconds()))
    sante.battre(sante.HORLOGE_FAUSSE, le=horloge.temps_reel() - ecart)
    return False


class TachePonctuelle(Task):
    """Base of every Celery task: with a wrong clock it does nothing. The scheduler rings again; what waits is in the database."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return super().__call__(*args, **kwargs) if a_l_heure() else None
