"""A Monday morning, two people, and a catalogue that holds the rooms of the tests only."""

from __future__ import annotations

import pytest
import time_machine


@pytest.fixture(autouse=True)
def catalogue_d_essai(monkeypatch):
    from demarches.moteur import registre
    from tests.suivi.salle import ESSAI, RAPIDE

    monkeypatch.setattr(registre, "_TELESERVICES", {})
    monkeypatch.setattr(registre, "_parcouru", True)
    with registre.avec(ESSAI), registre.avec(RAPIDE):
        yield


@pytest.fixture(autouse=True)
def lundi_matin(settings, tmp_path):
    from tests.suivi.salle import LUNDI

    settings.MEDIA_ROOT = tmp_path / "media"
    with time_machine.travel(LUNDI, tick=False) as voyage:
        yield voyage


@pytest.fixture
def voisin(db):
    from tests.fabriques import creer_assure, creer_compte

    assure = creer_assure("Marc", "Voisin", sexe="M")
    creer_compte(assure)
    return assure


@pytest.fixture
def connectee(client, lea):
    from tests.fabriques import connecter

    return connecter(client, lea.compte)
