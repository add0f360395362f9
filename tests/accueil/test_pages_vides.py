"""Whoever has nothing yet is told what to do next, on each page that has nothing to show."""

from __future__ import annotations

import re

import pytest

from tests.fabriques import connecter, creer_assure, creer_compte

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("adresse", "suite"),
    [
        ("/messagerie/", "/messagerie/ecrire/"),
        ("/messagerie/?boite=envoyes", "/messagerie/ecrire/"),
        ("/messagerie/?boite=archives", "/messagerie/"),
        ("/mes-paiements/", "/mes-delais/"),
        ("/suivi/", "/demarches/"),
        ("/documents/", "/documents/attestation-de-droits/"),
        ("/documents/releves/", "/mes-paiements/"),
        ("/documents/releve-fiscal/", "/mes-paiements/"),
        ("/documents/indemnites-journalieres/", "/mes-paiements/"),
        ("/documents/pension-d-invalidite/", "/mes-paiements/"),
    ],
)
def test_an_empty_page_leads_to_what_can_be_done(client, adresse, suite):
    page = connecter(client, creer_compte(creer_assure())).get(adresse).content.decode()
    vide = re.search(r'<div class="etat-vide">.*?</div>', page, re.DOTALL)
    assert vide, adresse
    assert f'href="{suite}"' in vide[0]
