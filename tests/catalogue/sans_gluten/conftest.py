"""Camille, who has an agreement, and somebody at her caisse; a table of a few products."""

from __future__ import annotations

import pytest


@pytest.fixture
def camille(db):
    from tests.catalogue.sans_gluten.acteurs import Acheteuse
    from tests.fabriques import creer_assure

    return Acheteuse(creer_assure("Camille", "Bordenave", sexe="F"))
