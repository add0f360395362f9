"""Sylvie and her two organisms."""

from __future__ import annotations

import pytest


@pytest.fixture
def sylvie(db):
    """Signed in; her former employer's cover never said that it had ended."""
    from tests.catalogue.organisme_complementaire.acteurs import Chez, deux_organismes
    from tests.fabriques import creer_assure

    assure = creer_assure("Sylvie", "Pouydebat")
    deux_organismes(assure)
    return Chez(assure)
