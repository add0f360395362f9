"""Snapshots: a change in what a page asks of the database, or in what it says, is seen and agreed to."""

from __future__ import annotations

import pytest

from demarches.models import Brouillon, Demarche
from tests.fabriques import connecter, creer_assure, creer_compte, iban_d_essai
from tests.outils.instantanes import page
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db

TITULAIRE = {"civilite": "MADAME", "nom": "DUPRAT", "prenom": "LEA"}


@pytest.fixture
def lea():
    assure = creer_assure(iban=iban_d_essai(4242))
    creer_compte(assure, courriel="lea@exemple.fr")
    return assure


@pytest.fixture
def marcheuse(client, lea):
    return connecter(client, lea.compte)


@pytest.fixture
def etape(marcheuse, lea) -> str:
    """The address of the first step of a draft."""
    marcheuse.post("/demarches/iban/")
    brouillon = Brouillon.objects.de(lea).get()
    return f"/demarches/iban/{brouillon.public_id}/titulaire/"


@pytest.mark.parametrize("adresse", ["/", "/demarches/", "/messagerie/", "/mes-informations/", "/suivi/"])
def test_the_queries_of_a_page_are_known(marcheuse, snapshot, adresse):
    marcheuse.get(adresse)
    with requetes() as vues:
        assert marcheuse.get(adresse).status_code == 200
    assert vues == snapshot


def test_the_queries_of_a_step_are_known(marcheuse, etape, snapshot):
    with requetes() as lues:
        marcheuse.get(etape)
    with requetes() as ecrites:
        assert marcheuse.post(etape, TITULAIRE).status_code == 302
    assert len(lues) <= 6 and len(ecrites) <= 12
    assert {"GET": lues, "POST": ecrites} == snapshot


def test_the_sign_in_page_says_what_it_said(client, snapshot):
    assert page(client.get("/connexion/").content.decode()) == snapshot


def test_a_step_in_error_says_what_it_said(marcheuse, etape, snapshot):
    html = marcheuse.post(etape, {**TITULAIRE, "nom": "Éléonore"}).content.decode()
    assert page(html) == snapshot


def test_a_refusal_says_what_it_said(marcheuse, lea, snapshot):
    lea.personne.cartes_vitale.update(etat="PERDUE")
    assert page(marcheuse.get("/demarches/iban/").content.decode()) == snapshot
    assert not Demarche.objects.de(lea).exists()
