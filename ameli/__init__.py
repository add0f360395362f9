"""The project: settings, addresses, kernel. Celery's app is made here so that every process rings the same bell."""

from ameli.celery import app as celery_app

__all__ = ["celery_app"]
