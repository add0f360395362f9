"""What could hand the account to a thief asks the password again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import SessionOuverte
from ameli.noyau import horloge
from tests.accounts.test_securite import entrer
from tests.fabriques import MOT_DE_PASSE, connecter, creer_assure, creer_compte

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
PAGE = "/mes-informations/securite/mot-de-passe/"


@pytest.fixture
def compte():
    return creer_compte(creer_assure())


@pytest.fixture
def client(compte):
    return connecter(Client(), compte)


def plus_tard(duree: timedelta):
    return time_machine.travel(horloge.temps_reel() + duree)


def test_who_has_just_signed_in_is_not_asked_again(client):
    assert client.get(PAGE).status_code == 200


def test_ten_minutes_later_the_password_is_asked_and_leads_back(client):
    with plus_tard(11 * MINUTE):
        vers = client.get(PAGE)["Location"]
        assert vers == f"/connexion/confirmer/?next={PAGE}"
        assert "Confirmez que c’est vous" in client.get(vers).content.decode()
        assert client.post("/connexion/confirmer/", {"next": PAGE, "mot_de_passe": "Faux-faux-7"}).status_code == 200
        assert client.get(PAGE).status_code == 302
        assert client.post("/connexion/confirmer/", {"next": PAGE, "mot_de_passe": MOT_DE_PASSE})["Location"] == PAGE
        assert client.get(PAGE).status_code == 200


def test_a_form_opened_in_time_may_be_sent_a_quarter_of_an_hour_later(client):
    with plus_tard(14 * MINUTE):
        assert client.post(PAGE, {}).status_code == 200


def test_three_wrong_passwords_end_the_session(client):
    with plus_tard(11 * MINUTE):
        essais = [client.post("/connexion/confirmer/", {"mot_de_passe": "Faux-faux-7"}) for _ in range(3)]
        assert [essai.status_code for essai in essais] == [200, 200, 302]
        assert essais[-1]["Location"] == f"{reverse('connexion')}?confirmation=1"
        assert client.get(PAGE)["Location"].startswith("/connexion/?")


@pytest.mark.parametrize("ailleurs", ["https://voleur.example/", "//voleur.example", "javascript:alert(1)", "demain"])
def test_the_way_back_stays_on_the_site(client, ailleurs):
    reponse = client.post("/connexion/confirmer/", {"next": ailleurs, "mot_de_passe": MOT_DE_PASSE})
    assert reponse["Location"] == "/"


def test_the_key_of_the_session_changes_with_the_proof_and_the_former_one_is_worth_nothing(compte, settings):
    settings.SECOND_FACTEUR = "jamais"
    client = entrer(compte.assure)
    avant = client.session.session_key
    assert client.post("/connexion/confirmer/", {"next": PAGE, "mot_de_passe": MOT_DE_PASSE})["Location"] == PAGE
    assert client.session.session_key != avant
    assert client.get(PAGE).status_code == 200
    voleur = Client()
    voleur.cookies[settings.SESSION_COOKIE_NAME] = avant
    assert voleur.get(PAGE)["Location"].startswith("/connexion/?next=")
    assert SessionOuverte.objects.get(compte=compte).cle == client.session.session_key


def test_an_account_without_password_goes_through_franceconnect(client, compte):
    compte.set_unusable_password()
    compte.save()
    connecter(client, compte)
    with plus_tard(11 * MINUTE):
        page = client.get(f"/connexion/confirmer/?next={PAGE}").content.decode()
        assert "Continuer avec FranceConnect" in page or "FranceConnect est suspendu" in page
        assert client.post("/connexion/confirmer/", {"mot_de_passe": MOT_DE_PASSE}).status_code == 200
        assert client.get(PAGE).status_code == 302
