"""Alive, ready, and why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from ameli.noyau import envois, horloge, sante
from ameli.noyau.management.commands.balayer import Command
from ameli.noyau.models import Battement, Echeance, Envoi

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _battements_oublies(monkeypatch):
    monkeypatch.setattr(sante, "_dernier_battement", {})


def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        reponse = client.get("/healthz")
    assert (reponse.status_code, reponse.json()) == (200, {"statut": "ok"})


def test_a_machine_that_never_swept_is_not_ready(client):
    reponse = client.get("/readyz")
    assert reponse.status_code == 503
    assert reponse.json()["controles"] == {
        "base": True,
        "migrations": True,
        "balayage": False,
        "envois": True,
        "relais": True,
    }


def test_after_a_sweep_it_is_ready_and_gives_its_measures(client):
    Command().un_tour(entretien=True)
    reponse = client.get("/readyz")
    assert reponse.status_code == 200
    mesures = reponse.json()["mesures"]
    assert mesures["age_balayage"] < 5
    assert (mesures["echeances_en_panne"], mesures["age_envoi_en_retard"]) == (0, None)


def test_sweeps_that_stopped_and_messages_that_wait_are_shown(client):
    sante.battre(sante.BALAYAGE)
    envois.deposer_sms(a="0639981234", texte="bonjour", cle="s")
    assert client.get("/readyz").status_code == 200
    Envoi.objects.update(essai_le=horloge.temps_reel() - timedelta(minutes=16))
    assert client.get("/readyz").json()["controles"]["envois"] is False
    Battement.objects.update(vu_le=horloge.temps_reel() - timedelta(minutes=3))
    assert client.get("/readyz").json()["controles"]["balayage"] is False


def test_a_jump_of_the_sandbox_clock_does_not_make_the_machine_look_ill(client):
    sante.battre(sante.BALAYAGE)
    horloge.regler_decalage(timedelta(days=400))
    assert client.get("/readyz").status_code == 200


def test_a_database_that_is_away_is_said_and_nothing_more_is_asked(client, monkeypatch):
    def partie():
        raise OperationalError("connection refused")

    monkeypatch.setattr(sante, "_migrations_en_attente", partie)
    reponse = client.get("/readyz")
    assert reponse.status_code == 503
    assert reponse.json()["mesures"] == {"base": False}


def test_missing_migrations_are_said(client, monkeypatch):
    monkeypatch.setattr(sante, "_migrations_en_attente", lambda: 2)
    assert client.get("/readyz").json()["controles"]["migrations"] is False


def test_a_beat_is_written_at_most_every_ten_seconds(django_assert_num_queries):
    with django_assert_num_queries(1):
        for _ in range(5):
            sante.battre("ouvrier")
    assert sante.age_du_battement("ouvrier") < 5
    assert sante.age_du_battement("inconnu") is None


def test_broken_due_dates_are_counted():
    le = horloge.temps_reel()
    Echeance.objects.create(genre="x", cle="a", du_le=le, essai_le=le, creee_le=le, etat=Echeance.Etat.EN_PANNE)
    assert sante.etat()["echeances_en_panne"] == 1
