"""An agent at the desk. Models are imported late: Django is not ready yet here."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def salle():
    from demarches.moteur import registre
    from tests.demarches_agents.salle import A_CONTROLER

    with registre.avec(A_CONTROLER) as teleservice:
        yield teleservice


@pytest.fixture
def agent(db):
    from tests.fabriques import creer_agent

    return creer_agent(superviseur=False)


@pytest.fixture
def guichet(client, agent):
    from tests.fabriques import connecter

    return connecter(client, agent.compte)
