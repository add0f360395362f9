"""Python looks for circles of dead objects among all those that live: thousands of collected tests and the whole product,
which never die. It forgets them once they are there, and looks seldom among what a test makes.

One second in seven of the tests without a browser went there.
"""

from __future__ import annotations

import gc

SEUILS = (50_000, 20, 100)  # objects made before the youngest are looked at, then how often the older ones


def pytest_configure() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEUILS)
    gc.enable()
