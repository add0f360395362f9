"""The key of the fingerprints, which turns in a test: the fixture `cles`."""

from __future__ import annotations

import base64

import pytest

NEUVE = base64.b64encode(b"une autre cle de trente-deux oct").decode()


@pytest.fixture
def cles(settings):
    """`cles(…)`: the keys of this site from now on; the one that it had is `cles.ancienne`."""
    siennes = {
        nom: settings.CONFIGURATION[nom] for nom in ("AMELI_CLES_CHIFFREMENT", "AMELI_CLE_EMPREINTE", "REDIS_URL")
    }

    def changer(*valeurs: str) -> None:
        settings.CONFIGURATION = {**siennes, "AMELI_CLE_EMPREINTE": ",".join(valeurs)}

    changer.ancienne = siennes["AMELI_CLE_EMPREINTE"]
    return changer
