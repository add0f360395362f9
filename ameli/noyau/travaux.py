"""What upper floors give to the worker besides due dates and deliveries."""

from __future__ import annotations

from collections.abc import Callable

# For `manage.py balayer`; Celery has a task for each. Each does one piece of work, and says whether there was any.
TRAVAUX: list[Callable[[], bool]] = []

# Housekeeping that is done with the kernel's own, every few minutes; each says how much it removed.
ENTRETIENS: list[Callable[[], int]] = []
