"""People for the tests of payments. Models are imported once Django is set up."""

from __future__ import annotations

import pytest


@pytest.fixture
def lea(db):
    from tests.fabriques import creer_assure

    return creer_assure()


@pytest.fixture
def pharmacie(db):
    from paiements.models import Tiers

    return Tiers.objects.create(genre=Tiers.Genre.PROFESSIONNEL, nom="Pharmacie des Arènes", commune="Dax")
