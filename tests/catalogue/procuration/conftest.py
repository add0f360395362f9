"""Odette, who cannot go to the desk, on the Sunday of the brief; her nephew; the desk of her caisse and another one."""

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
def odette(db):
    from ameli.noyau.journal import auteur
    from tests.fabriques import creer_assure, creer_compte

    assure = creer_assure("Odette", "Labat")
    assure.personne.date_naissance = date(1948, 11, 2)
    with auteur("systeme:essai"):
        assure.personne.save()
    creer_compte(assure, telephone="0639980021")
    return assure


@pytest.fixture
def mandant(client, odette):
    from tests.catalogue.procuration.acteurs import Mandant

    return Mandant(client, odette)


@pytest.fixture
def accueil(odette):
    from tests.catalogue.procuration.acteurs import Accueil
    from tests.fabriques import creer_agent

    return Accueil(creer_agent(odette.caisse)).connaitre(odette)
