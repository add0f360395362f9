"""The daily task of accounts. Missing a day loses nothing: the next one does it."""

from __future__ import annotations

import structlog
from celery import shared_task

from accounts import menage

journal = structlog.get_logger()


@shared_task(name="accounts.entretenir")
def entretenir() -> None:
    """Drop old sessions, counters, connections, codes and links."""
    journal.info("comptes_entretenus", **menage.purger())
