"""A Monday morning; Léa, signed in, at the door of the téléservice. Models are imported late: Django is not ready yet here."""

from __future__ import annotations

import pytest
import time_machine


@pytest.fixture(autouse=True)
def lundi_matin(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    with time_machine.travel("2026-11-23 08:12:00+00:00", tick=False) as voyage:
        yield voyage


@pytest.fixture
def lea(db):
    from tests.fabriques import creer_assure, creer_compte

    assure = creer_assure(serie="1012345678", iban="FR7630004001230000123456705")
    creer_compte(assure, courriel="lea@exemple.fr")
    return assure


@pytest.fixture
def parcours(client, lea):
    """Léa's browser, and what she does with it."""
    from tests.catalogue.iban.parcours import Parcours

    return Parcours(client, lea)
