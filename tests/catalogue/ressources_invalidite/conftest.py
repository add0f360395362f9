"""Bernard, of whom the caisse asks a declaration on Tuesday 24 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

OUVERTURE = date(2026, 11, 24)


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.ce_lundi("chapter 19 is told by its dates and amounts, computed by hand"))


@pytest.fixture
def bernard(client, db):
    from tests.catalogue.ressources_invalidite.acteurs import Pensionne, aller_au
    from tests.paiements.pensionne import AVANT

    lui = Pensionne(client, OUVERTURE, **AVANT)
    aller_au(OUVERTURE)
    return lui
