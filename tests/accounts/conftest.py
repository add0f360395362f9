"""The agent of the tests of the account. Models are imported once Django is set up."""

from __future__ import annotations

import pytest


@pytest.fixture
def agent(db):
    """An agent with the permissions of agents, no more."""
    from tests.fabriques import creer_agent

    return creer_agent(superviseur=False)
