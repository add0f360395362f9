"""Celery is the doorbell: it wakes the sweeps. What must not be lost waits in PostgreSQL, never in the broker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ameli.settings")

app = Celery("ameli")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["ameli.noyau", "accounts", "documents"], related_name="taches")
