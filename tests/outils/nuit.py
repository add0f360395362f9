"""What a night has time for and a change waits for in vain: tests that `make nuit` runs (`--nuit`), and `make test` leaves out.

`@pytest.mark.nuit("why")` says which fact is left to the day, and by what. Few tests bear it.
"""

from __future__ import annotations

import os

import pytest

NUIT = "nuit"
VARIABLE = "TESTS_NUIT"


def c_est_la_nuit() -> bool:
    """Is there time for what a day sees by a sample?"""
    return VARIABLE in os.environ


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--nuit"):
        os.environ[VARIABLE] = "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nuit", action="store_true", help="run the tests that wait for the night too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    de_nuit = [item for item in items if item.get_closest_marker(NUIT)]
    muets = [item.nodeid for item in de_nuit if not all(marque.args for marque in item.iter_markers(NUIT))]
    if muets:
        raise pytest.UsageError(f"@pytest.mark.{NUIT} needs a reason: {', '.join(muets)}")
    if de_nuit and not config.getoption("--nuit"):
        config.hook.pytest_deselected(items=de_nuit)
        items[:] = [item for item in items if not item.get_closest_marker(NUIT)]
