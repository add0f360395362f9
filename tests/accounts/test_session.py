"""A session ends in time, is prolonged by one key, and leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db

DEBUT = "2026-11-23T08:00:00Z"


@pytest.fixture
def horloge_murale():
    with time_machine.travel(DEBUT, tick=False) as voyage:
        yield voyage


@pytest.fixture
def connectee(client, horloge_murale):
    return connecter(client, creer_compte(creer_assure()))


def test_a_session_ends_after_fifteen_idle_minutes_and_leads_back(connectee, horloge_murale):
    horloge_murale.shift(timedelta(minutes=14, seconds=59))
    assert connectee.get("/messagerie/").status_code == 200
    horloge_murale.shift(timedelta(minutes=15))
    reponse = connectee.get("/messagerie/?boite=archives")
    assert reponse["Location"] == "/connexion/?next=/messagerie/%3Fboite%3Darchives&expiree=1"
    assert "déconnecté par sécurité" in connectee.get(reponse["Location"]).content.decode()


def test_a_session_ends_after_twelve_hours_whatever_happens(connectee, horloge_murale):
    for _ in range(12 * 6 - 1):
        horloge_murale.shift(timedelta(minutes=10))
        assert connectee.post(reverse("session_prolonger")).status_code == 200
    horloge_murale.shift(timedelta(minutes=10))
    assert connectee.get("/messagerie/").status_code == 302


def test_activity_is_written_at_most_once_a_minute(connectee, horloge_murale):
    with requetes() as tout_de_suite:
        connectee.get("/messagerie/")
    horloge_murale.shift(timedelta(seconds=61))
    with requetes() as plus_tard:
        connectee.get("/messagerie/")
    assert not [sql for sql in tout_de_suite if "UPDATE" in sql]
    assert len([sql for sql in plus_tard if 'UPDATE "django_session"' in sql]) == 1


def test_a_form_sent_too_late_leads_back_to_the_page_that_sent_it(connectee, horloge_murale):
    horloge_murale.shift(timedelta(minutes=16))
    reponse = connectee.post("/messagerie/abc/archiver/", headers={"Referer": "http://testserver/messagerie/abc/"})
    assert reponse["Location"] == "/connexion/?next=/messagerie/abc/&expiree=1"


def test_a_referer_from_elsewhere_is_not_followed(client):
    reponse = client.post("/messagerie/abc/archiver/", headers={"Referer": "https://mechant.example/x"})
    assert reponse["Location"] == "/connexion/?next=/messagerie/abc/archiver/"


def test_the_page_knows_when_the_session_ends(connectee):
    page = connectee.get("/messagerie/").content.decode()
    assert 'data-session-expire-dans="900"' in page
    assert f'data-session-url="{reverse("session_prolonger")}"' in page


def test_staying_signed_in_answers_json_and_says_when_it_is_too_late(connectee, horloge_murale):
    horloge_murale.shift(timedelta(minutes=13))
    assert connectee.post(reverse("session_prolonger")).json() == {"expire_dans": 900}
    horloge_murale.shift(timedelta(minutes=16))
    assert connectee.post(reverse("session_prolonger")).status_code == 401
    assert connectee.get(reverse("session_prolonger")).status_code == 405


def test_signing_out_is_a_post_that_empties_the_browser(connectee):
    assert connectee.get(reverse("deconnexion")).status_code == 302
    assert "_auth_user_id" in connectee.session
    reponse = connectee.post(reverse("deconnexion"))
    assert reponse["Clear-Site-Data"] == '"cache", "storage"'
    page = connectee.get(reponse["Location"]).content.decode()
    assert "Vous êtes déconnecté." in page
    assert connectee.get("/messagerie/").status_code == 302


def test_signing_out_needs_the_csrf_token(horloge_murale):
    client = connecter(Client(enforce_csrf_checks=True), creer_compte(creer_assure()))
    assert client.post(reverse("deconnexion")).status_code == 403


def test_signed_in_pages_are_not_stored(connectee):
    assert "no-store" in connectee.get("/messagerie/")["Cache-Control"]
    assert "no-store" in connectee.get("/mes-informations/")["Cache-Control"]


def test_an_insured_person_finds_nothing_among_the_agents(connectee):
    assert connectee.get(reverse("admin:index")).status_code == 404
    assert connectee.get(reverse("admin:accounts_assure_changelist")).status_code == 404


def test_an_agent_has_no_page_among_the_insured(client):
    connecter(client, creer_agent().compte)
    for adresse in ("/messagerie/", "/mes-informations/"):
        assert client.get(adresse).status_code == 404


def test_a_visitor_among_the_agents_is_led_to_their_sign_in(client):
    assert client.get(reverse("admin:index"))["Location"].startswith(reverse("admin:login"))
