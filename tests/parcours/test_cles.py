"""Passkeys with Chromium's virtual authenticator: made in « Ma sécurité », shown at sign-in on a device never seen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.parcours.conftest import AVEC, SANS
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_iban import se_connecter

pytestmark = pytest.mark.navigateur


def authentificateur(page) -> None:
    """A device that asks for a finger, and gets it."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


def creer(pilote: Pilote) -> None:
    """From home to a passkey and the printed codes."""
    pilote.aller("/mes-informations/")
    pilote.suivre("Ma sécurité")
    pilote.suivre("Clé d’accès et application de codes")
    pilote.suivre("Créer une clé d’accès")
    pilote.remplir("Nom de cette clé", "mon téléphone")
    pilote.cliquer("Créer la clé")
    assert pilote.titre == "Vos codes de secours"
    pilote.suivre("J’ai noté mes codes")
    pilote.lire("mon téléphone")


def revenir_sans_code(pilote: Pilote, persona: dict[str, Any]) -> None:
    """Signed out, then in again on a device never seen."""
    pilote.aller("/")
    pilote.cliquer("Se déconnecter")
    pilote.oublier_les_cookies()
    pilote.aller("/connexion/")
    pilote.remplir("Numéro de Sécurité sociale", persona["nir"])
    pilote.remplir("Mot de passe", persona["mot_de_passe"])
    pilote.cliquer("Me connecter")
    assert pilote.titre == "Vérifions que c’est bien vous"
    pilote.cliquer("Utiliser ma clé d’accès")
    assert pilote.titre == f"Bonjour {persona['prenom']}"


def test_a_passkey_is_made_then_takes_the_place_of_the_code(piloter, site: Site):
    lea, pilote = site.personas()["lea"], piloter(AVEC)
    se_connecter(pilote, lea)
    authentificateur(pilote.page)
    creer(pilote)
    revenir_sans_code(pilote, lea)


def test_without_javascript_the_page_says_what_to_use_instead(piloter, site: Site):
    lea, pilote = site.personas()["lea"], piloter(SANS)
    se_connecter(pilote, lea)
    pilote.aller("/mes-informations/securite/cles/nouvelle/")
    pilote.suivre("utiliser une application de codes")
    assert pilote.titre == "Utiliser une application de codes"
