"""Every test begins on the same Monday morning, and whoever takes the true clock says why."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone

from ameli.noyau import horloge
from tests.outils.instants import EXCEPTION, INSTANTS, LUNDI, PARIS, pytest_collection_modifyitems

RACINE = Path(__file__).parents[2]
A_LA_COLLECTE = datetime.now(UTC)
A_L_INSTANT = timedelta(minutes=10)


def instant(request: pytest.FixtureRequest) -> datetime:
    return request.config.getoption("instant")


@pytest.fixture(scope="module")
def au_module() -> datetime:
    return horloge.temps_reel()


def test_every_clock_of_the_process_is_at_the_instant_of_the_tests(request, au_module, db):
    lus = (
        horloge.temps_reel(), horloge.maintenant(), timezone.now(), datetime.now(UTC),
        datetime.fromtimestamp(time.time(), UTC), A_LA_COLLECTE, au_module,
    )  # fmt: skip
    assert all(timedelta(0) <= lu - instant(request) < A_L_INSTANT for lu in lus)


def test_the_clock_goes_on_so_that_what_follows_is_later():
    avant = horloge.temps_reel()
    time.sleep(0.001)
    assert avant < horloge.temps_reel()


@pytest.mark.vraie_horloge("it is this exception that is tried")
def test_the_true_clock_is_there_for_those_who_ask(tmp_path):
    (tmp_path / "trace").touch()
    le_systeme = datetime.fromtimestamp((tmp_path / "trace").stat().st_mtime, UTC)
    assert abs(horloge.temps_reel() - le_systeme) < timedelta(minutes=1)


def test_the_ordinary_instant_is_a_monday_at_work():
    lundi = INSTANTS[LUNDI].astimezone(PARIS)
    assert (lundi.weekday(), lundi.hour) == (0, 9)


@pytest.mark.parametrize("raison", [(), ("",), ("  ",), (None,)], ids=repr)
def test_the_true_clock_without_a_reason_is_refused(raison):
    marque = pytest.mark.vraie_horloge(*raison).mark
    item = SimpleNamespace(nodeid="x.py::test_y", iter_markers=lambda nom: [marque] if nom == EXCEPTION else [])
    with pytest.raises(pytest.UsageError, match="x.py::test_y"):
        pytest_collection_modifyitems([item])


def test_make_goes_through_every_instant():
    boucle = re.search(r"for instant in ([^;]+);", (RACINE / "Makefile").read_text())
    assert sorted([LUNDI, *boucle[1].split()]) == sorted(INSTANTS)
