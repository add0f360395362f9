"""Somebody in front of the order. Models are imported late: Django is not ready yet here."""

from __future__ import annotations

import pytest


@pytest.fixture
def lea(db, settings, tmp_path):
    """Her card is declared lost."""
    from tests.catalogue.commande_carte.test_parcours import Commande

    settings.MEDIA_ROOT = tmp_path / "media"
    une = Commande()
    une.declarer()
    return une
