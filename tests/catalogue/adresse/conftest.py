"""A Monday morning; Léa and her children, signed in; the practice geocoder answers without a network."""

from __future__ import annotations

import pytest
import time_machine


@pytest.fixture(autouse=True)
def lundi_matin(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    with time_machine.travel("2026-11-23 08:12:00+00:00", tick=False) as voyage:
        yield voyage


@pytest.fixture(autouse=True)
def geocodeur(settings, monkeypatch):
    """`geocodeur.panne = True` cuts the line; `geocodeur.questions` are the addresses that were asked."""
    from tests.catalogue.adresse.geocodeur import Geocodeur

    settings.GEOCODAGE_URL = "http://geocodeur.exemple/adresses"
    return Geocodeur(monkeypatch)


@pytest.fixture
def lea(db):
    from tests.fabriques import creer_assure, creer_caisse, creer_compte

    creer_caisse("331", "CPAM de la Gironde", departement="33", adresse="5 quai des Glycines\n33000 BORDEAUX")
    creer_caisse("201", "CPAM de la Corse-du-Sud", departement="2A")
    assure = creer_assure(serie="1012345678", iban="FR7630004001230000123456705")
    creer_compte(assure, courriel="lea@exemple.fr")
    return assure


@pytest.fixture
def enfants(lea):
    from tests.fabriques import creer_enfant

    return creer_enfant(lea, "Zoé"), creer_enfant(lea, "Tom")


@pytest.fixture
def parcours(client, lea):
    """Léa's browser, and what she does with it."""
    from tests.catalogue.adresse.parcours import Parcours

    return Parcours(client, lea)
