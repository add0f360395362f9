"""A process that is about to stop says so while it still answers: whoever shares the requests out then leaves it alone.

The sign is a file (AMELI_RETRAIT): `ameli.superviseur.web` puts it when it is asked to stop, an operator may too.
"""

from __future__ import annotations

import os

from django.conf import settings


def demande() -> bool:
    """Whether this process is leaving."""
    return bool(settings.RETRAIT) and os.path.exists(settings.RETRAIT)
