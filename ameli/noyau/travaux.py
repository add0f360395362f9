"""What upper floors give to the worker besides due dates and deliveries."""

from __future__ import annotations

from collections.abc import Callable

# For `manage.py balayer`, by the name of Celery's task for it. Each does one piece of work, and says whether there was any.
TRAVAUX: dict[str, Callable[[], bool]] = {}

# Housekeeping that is done with the kernel's own, every few minutes; each says how much it removed.
ENTRETIENS: list[Callable[[], int]] = []
