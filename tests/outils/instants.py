"""The moment at which every test begins: the same Monday morning, so that none passes or fails by the day it is run.

The clock goes on from there: what follows has a later date, as in life. Collecting begins at that moment too, for dates
that a module computes once. `--instant` chooses another moment, by its name or as 2027-01-02T08:00; `make instants` goes
through all the names.

Only this process is at that moment. A test that speaks with a process of its own (the running product, a worker) takes
the true clock with `@pytest.mark.vraie_horloge("why")`, and says why. One that tells a story by its dates and amounts, computed
by hand, stays on that Monday whatever `--instant` says, with `@pytest.mark.ce_lundi("why")`.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

PARIS = ZoneInfo("Europe/Paris")
LUNDI = "lundi"
INSTANTS = {
    LUNDI: datetime(2026, 11, 23, 9, 12, tzinfo=PARIS),
    "dimanche": datetime(2026, 11, 29, 15, 5, tzinfo=PARIS),
    "bissextile": datetime(2028, 2, 29, 10, 0, tzinfo=PARIS),
    "reveillon": datetime(2026, 12, 31, 23, 30, tzinfo=PARIS),
    "heure-double": datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1),  # its second passage
    "lendemain-de-fete": datetime(2027, 5, 7, 8, 0, tzinfo=PARIS),  # a Friday between two holidays
}
EXCEPTION, CE_LUNDI = "vraie_horloge", "ce_lundi"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--instant",
        type=lire,
        default=LUNDI,
        help=f"when every test begins: {', '.join(INSTANTS)}, or 2027-01-02T08:00",
    )


def lire(texte: str) -> datetime:
    """A moment by its name, or in Paris. Raises ValueError."""
    return INSTANTS.get(texte) or datetime.fromisoformat(texte).replace(tzinfo=PARIS)


def pytest_report_header(config: pytest.Config) -> str:
    return f"instant: {config.getoption('instant')}"


def sans_raison(item: pytest.Item) -> bool:
    """Does this test take a clock of its own without saying why?"""
    marques = [marque for nom in (EXCEPTION, CE_LUNDI) for marque in item.iter_markers(nom)]
    return any(not (m.args and isinstance(m.args[0], str) and m.args[0].strip()) for m in marques)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    fautifs = [item.nodeid for item in items if sans_raison(item)]
    if fautifs:
        raise pytest.UsageError(f"@pytest.mark.{EXCEPTION} and {CE_LUNDI} need a reason: {', '.join(fautifs)}")


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, Any, Any]:
    with a_l_instant(session.config):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """The test with its fixtures, those of its module and of the session too."""
    if item.get_closest_marker(EXCEPTION):
        quand: AbstractContextManager = nullcontext()
    elif item.get_closest_marker(CE_LUNDI):
        quand = _a(INSTANTS[LUNDI])
    else:
        quand = a_l_instant(item.config)
    with quand:
        return (yield)


def a_l_instant(config: pytest.Config) -> AbstractContextManager:
    return _a(config.getoption("instant"))


def _a(instant: datetime) -> AbstractContextManager:
    # In UTC: another zone would become that of the whole process and of those it starts.
    return time_machine.travel(instant.astimezone(UTC))
