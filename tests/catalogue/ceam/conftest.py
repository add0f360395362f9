"""Models are imported late: Django is not ready yet here."""

from __future__ import annotations

import pytest


@pytest.fixture
def famille(db):
    from tests.catalogue.ceam.salle import Commande

    return Commande()
