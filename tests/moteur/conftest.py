"""A person signed in, in front of the téléservice of the tests. Models are imported late: Django is not ready yet here."""

from __future__ import annotations

import pytest


@pytest.fixture
def essai():
    from tests.moteur import essai as salle

    yield from salle.installer()


@pytest.fixture
def marcheuse(client, lea):
    """Léa's browser, signed in."""
    from tests.fabriques import connecter

    return connecter(client, lea.compte)
