"""Tests read static files from where they are written: no manifest to build first, no hashed name."""

from __future__ import annotations

import atexit
import shutil
import tempfile

from django.conf import settings


def pytest_configure() -> None:
    racine = tempfile.mkdtemp(prefix="ameli-statiques-")
    atexit.register(shutil.rmtree, racine, ignore_errors=True)
    settings.STATIC_ROOT = racine
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
