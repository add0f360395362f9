"""Wait for something, not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable


def attendre(condition: Callable[[], bool], excuse: Callable[[], str], secondes: float = 30) -> None:
    """Until `condition` holds; after `secondes`, fail with what `excuse` says."""
    fin = time.monotonic() + secondes
    while not condition():
        if time.monotonic() > fin:
            raise RuntimeError(excuse())
        time.sleep(0.05)
