"""What upper floors give to the worker besides due dates and deliveries, for `manage.py balayer`; Celery has a task for each."""

from __future__ import annotations

from collections.abc import Callable

# Each does one piece of work, and says whether there was any.
TRAVAUX: list[Callable[[], bool]] = []
