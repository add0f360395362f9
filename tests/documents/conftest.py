"""Fixtures of the papers; what they do stands in `situations.py`, imported late because Django is set up after this file is read."""

from __future__ import annotations

import pytest
import time_machine


@pytest.fixture(autouse=True)
def fichiers_a_part(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def le_14_mars():
    from tests.documents.situations import MIDI

    with time_machine.travel(MIDI, tick=False):
        yield MIDI


@pytest.fixture
def lea(db):
    from tests.documents.situations import inscrire_lea

    return inscrire_lea()


@pytest.fixture
def hugo(lea):
    from tests.documents.situations import inscrire_hugo

    return inscrire_hugo(lea)


@pytest.fixture
def voisin(lea):
    from tests.documents.situations import inscrire_le_voisin

    return inscrire_le_voisin()
