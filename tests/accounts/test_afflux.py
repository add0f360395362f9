"""A storm of passwords leaves the pages to those who read them, and the door open to those who are known."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.connexion import afflux
from accounts.models import Connexion
from accounts.securite import appareils
from tests.fabriques import MOT_DE_PASSE, creer_assure, creer_compte, nir_d_essai
from tests.outils.requetes import requetes


@given(st.floats(1, 50), st.integers(1, 30))
def test_a_bucket_gives_what_it_holds_and_no_more(debit, contenance):
    seau = afflux.Seau(debit, contenance)
    donnes = sum(seau.prendre() for _ in range(contenance * 3))
    assert contenance <= donnes <= contenance + 1 + debit


def test_a_bucket_fills_again(monkeypatch):
    instant = [100.0]
    monkeypatch.setattr(afflux.time, "monotonic", lambda: instant[0])
    seau = afflux.Seau(10, 2)
    assert [seau.prendre() for _ in range(3)] == [True, True, False]
    instant[0] += 0.15
    assert seau.prendre() and not seau.prendre()


@pytest.fixture
def a_sec(monkeypatch):
    monkeypatch.setattr(afflux, "SEAU", afflux.Seau(0.000001, 0.5))


@pytest.fixture
def lea(db, settings):
    settings.SECOND_FACTEUR = "jamais"
    assure = creer_assure()
    creer_compte(assure)
    return assure


def entrer(nir: str, mot_de_passe: str = MOT_DE_PASSE, client: Client | None = None):
    return (client or Client()).post(reverse("connexion"), {"nir": nir, "mot_de_passe": mot_de_passe})


def test_in_a_storm_the_answer_is_the_same_for_every_number_and_costs_nothing(lea, a_sec):
    vus = []
    for nir in (lea.personne.nir, nir_d_essai(numero=88)):
        with requetes() as faites:
            reponse = entrer(nir)
        vus.append((reponse.status_code, reponse.content, len(faites)))
        assert reponse["Retry-After"] == "60"
    assert vus[0] == vus[1]
    assert vus[0][0] == 503 and vus[0][2] == 0
    assert not Connexion.objects.exists()


def test_the_gate_stands_at_the_address_of_sign_in():
    assert afflux.ADRESSE == reverse("connexion")


def test_in_a_storm_the_page_opens_and_a_cookie_that_nobody_signed_helps_nobody(lea, a_sec):
    client = Client()
    assert client.get(reverse("connexion")).status_code == 200
    client.cookies[appareils.COOKIE] = "jeton:forge:signature"
    assert entrer(lea.personne.nir, client=client).status_code == 503


def test_a_signed_cookie_of_another_account_is_stopped_before_anything_is_hashed(lea, monkeypatch):
    client, autre = Client(), creer_assure(nir=nir_d_essai(numero=87))
    creer_compte(autre)
    entrer(lea.personne.nir, client=client)
    client.post(reverse("deconnexion"))
    monkeypatch.setattr(afflux, "SEAU", afflux.Seau(0.000001, 0.5))
    assert entrer(autre.personne.nir, client=client).status_code == 503


def test_a_known_device_passes_through_the_storm(lea, monkeypatch):
    client = Client()
    entrer(lea.personne.nir, client=client)
    client.post(reverse("deconnexion"))
    monkeypatch.setattr(afflux, "SEAU", afflux.Seau(0.000001, 0.5))
    assert entrer(lea.personne.nir, client=client).status_code == 302
