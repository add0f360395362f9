"""Celery is the doorbell: it wakes the sweeps. What must not be lost waits in PostgreSQL, never in the broker."""

import os
from typing import Any

from celery import Celery
from django.conf import settings

from ameli.configuration import ou_sortir
from ameli.noyau import accuses

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ameli.settings")

accuses.brancher()
app = Celery("ameli", task_cls="ameli.noyau.ponctualite:TachePonctuelle")


@app.on_configure.connect
def _lire_les_reglages(**kwargs: Any) -> None:
    """Before Celery does, which would show a stack."""
    with ou_sortir():
        settings.INSTALLED_APPS  # noqa: B018


app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["ameli.noyau", "accounts", "documents", "demarches"], related_name="taches")
