"""Who the tests of the account speak of. Models are imported once Django is set up."""

from __future__ import annotations

import pytest


@pytest.fixture
def lea(db):
    """Somebody with an account, not signed in."""
    from tests.fabriques import creer_assure, creer_compte

    assure = creer_assure()
    creer_compte(assure)
    return assure


@pytest.fixture
def agent(db):
    """An agent with the permissions of agents, no more."""
    from tests.fabriques import creer_agent

    return creer_agent(superviseur=False)
