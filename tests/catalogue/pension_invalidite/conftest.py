"""Thomas, on leave since February, asks for a pension; his caisse and its doctor."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

LE = datetime(2026, 11, 29, 9, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def dimanche():
    with time_machine.travel(LE, tick=False) as voyage:
        yield voyage


@pytest.fixture
def thomas(db):
    from tests.fabriques import creer_assure, creer_compte

    assure = creer_assure("Thomas", "Castets", sexe="M", date_naissance=date(1979, 4, 27), affilie_le=date(2004, 9, 1))
    creer_compte(assure)
    return assure


@pytest.fixture
def demandeur(client, thomas):
    from tests.catalogue.pension_invalidite.acteurs import Demandeur

    return Demandeur(client, thomas)
