"""The worker's part of the papers. One paper a task, then it rings for itself: mails that wait pass in between."""

from __future__ import annotations

import os
from typing import Any

from celery import shared_task
from celery.signals import worker_process_init

from ameli.noyau.sonnette import sonner
from documents import atelier

POLITESSE = 10  # `nice`: on a machine that is short of processors, pages come first


@shared_task(name="documents.preparer")
def preparer() -> None:
    """Make one of the papers that wait."""
    if atelier.preparer_une():
        sonner(preparer)


@worker_process_init.connect
def _ceder_le_pas(**kwargs: Any) -> None:
    os.nice(POLITESSE)
