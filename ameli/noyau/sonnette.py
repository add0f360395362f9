"""The doorbell: wake a worker after the commit. Losing a ring loses nothing, the next sweep finds the rows."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.db import connection, transaction

from ameli.noyau.redis import REDIS

log = structlog.get_logger(__name__)


def sonner_le_balayage() -> None:
    """After the commit of the current transaction, have a worker run what is due. At most one ring per transaction."""
    sonner_apres_commit(_reveiller_balayage)


def sonner_la_livraison() -> None:
    """After the commit of the current transaction, have a worker send what waits. At most one ring per transaction."""
    sonner_apres_commit(_reveiller_livraison)


def sonner_apres_commit(reveil: Callable[[], None]) -> None:
    """Have `reveil` called after the commit of the current transaction, once, however often it is asked for."""
    if all(prevu[1] is not reveil for prevu in connection.run_on_commit):
        transaction.on_commit(reveil, robust=True)


def _reveiller_balayage() -> None:
    from ameli.noyau import taches

    sonner(taches.balayer)


def _reveiller_livraison() -> None:
    from ameli.noyau import taches

    sonner(taches.livrer)


def sonner(tache, **options) -> bool:
    """Queue `tache` now; False when the broker does not answer (logged, never raised: the sweep comes by itself).

    `options` are those of Celery's `apply_async`.
    """
    if not REDIS.laisse_passer():
        return False
    try:
        tache.apply_async(retry=False, ignore_result=True, **options)
    except Exception as panne:  # noqa: BLE001  whatever the broker's client raises, the commit has happened
        REDIS.echouer(panne)
        log.warning("sonnette_muette", tache=tache.name, cause=type(panne).__name__)
        return False
    REDIS.reussir()
    return True
