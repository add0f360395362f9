"""Alive, ready, and why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from accounts.models import Personne
from ameli.noyau import envois, horloge, sante
from ameli.noyau.journal import auteur
from ameli.noyau.management.commands.balayer import Command
from ameli.noyau.models import Battement, Echeance, Envoi
from ameli.noyau.sauvegarde.cles import AUTRE_EMPREINTE
from tests.fabriques import creer_assure

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
        "en_service": True, "base": True, "disque": True, "migrations": True, "horloge": True, "balayage": False, "envois": True, "relais": True,
        "cles": True,
    }  # fmt: skip


def test_after_a_sweep_it_is_ready_and_gives_its_measures(client):
    Command().un_tour()
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
    assert reponse.json()["mesures"].keys() == {"base", "disque"}
    assert reponse.json()["controles"]["base"] is False


def test_missing_migrations_are_said(client, monkeypatch):
    monkeypatch.setattr(sante, "_migrations_en_attente", lambda: 2)
    assert client.get("/readyz").json()["controles"]["migrations"] is False


def test_a_machine_that_leaves_says_so_while_it_answers(client, settings, tmp_path):
    sante.battre(sante.BALAYAGE)
    settings.RETRAIT = str(tmp_path / "retrait")
    assert client.get("/readyz").status_code == client.get("/readyz?machine").status_code == 200
    (tmp_path / "retrait").touch()
    for adresse in ("/readyz", "/readyz?machine"):
        assert client.get(adresse).status_code == 503
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json()["controles"]["en_service"] is False


def test_what_all_machines_see_at_once_takes_none_of_them_away(client):
    assert client.get("/readyz").status_code == 503  # nobody sweeps
    assert client.get("/readyz?machine").status_code == 200


def test_a_version_whose_tables_are_not_there_yet_is_given_no_request(client, monkeypatch):
    monkeypatch.setattr(sante, "_schema_vu", False)
    monkeypatch.setattr(sante, "_migrations_en_attente", lambda: 2)
    assert client.get("/readyz?machine").status_code == 503
    monkeypatch.setattr(sante, "_migrations_en_attente", lambda: 0)
    assert client.get("/readyz?machine").status_code == 200


def test_a_database_that_is_away_takes_a_new_process_away_and_not_one_that_served(client, monkeypatch):
    def partie():
        raise OperationalError("connection refused")

    monkeypatch.setattr(sante, "_migrations_en_attente", partie)
    monkeypatch.setattr(sante, "_schema_vu", False)
    assert client.get("/readyz?machine").status_code == 503
    monkeypatch.setattr(sante, "_schema_vu", True)
    assert client.get("/readyz?machine").status_code == 200


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


def test_a_disk_without_room_is_said(client, monkeypatch):
    sante.battre(sante.BALAYAGE)
    monkeypatch.setattr(sante.stockage, "mesurer", lambda: {"octets_libres": 10, "inodes_libres": 10, "ecriture": True})
    reponse = client.get("/readyz")
    assert reponse.status_code == 503
    assert [nom for nom, bien in reponse.json()["controles"].items() if not bien] == ["disque"]


def test_keys_that_are_not_those_of_this_database_are_said(client):
    sante.battre(sante.BALAYAGE)
    creer_assure()
    assert client.get("/readyz").status_code == 200
    with auteur("systeme:essai"):
        Personne.objects.update(nir_empreinte="0" * 64)
    reponse = client.get("/readyz").json()
    assert [nom for nom, bien in reponse["controles"].items() if not bien] == ["cles"]
    assert reponse["mesures"]["fautes_des_cles"] == [AUTRE_EMPREINTE]


JETON = "un-jeton-d-essai-0123456789abcdef"


@pytest.mark.parametrize(("adresse", "entetes", "lit"), [
    ("127.0.0.1", {}, True), ("::1", {}, True), ("203.0.113.9", {}, False), ("10.0.0.4", {}, False), ("", {}, False),
    ("203.0.113.9", {"Authorization": f"Bearer {JETON}"}, True),
    ("203.0.113.9", {"Authorization": f"bearer {JETON}"}, True),
    ("203.0.113.9", {"Authorization": f"Bearer {JETON}x"}, False),
    ("203.0.113.9", {"Authorization": JETON}, False),
    ("203.0.113.9", {"Authorization": "Bearer "}, False),
    ("203.0.113.9", {"X-Forwarded-For": "127.0.0.1"}, False),
    ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, False),
    ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, False),
    ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}, False),
    ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9", "Authorization": f"Bearer {JETON}"}, True),
])  # fmt: skip
def test_only_the_machine_itself_and_the_operators_token_read_why(client, settings, adresse, entetes, lit):
    settings.JETON_OPERATEUR = JETON
    reponse = client.get("/readyz", REMOTE_ADDR=adresse, headers=entetes)
    assert reponse.status_code == 503
    assert reponse.json()["statut"] == "ko"
    assert ("mesures" in reponse.json()) is lit
    assert lit or reponse.json() == {"statut": "ko"}
    sante.battre(sante.BALAYAGE)
    assert client.get("/readyz", REMOTE_ADDR="203.0.113.9").json() == {"statut": "ok"}


def test_without_a_token_no_empty_one_opens(client, settings):
    settings.JETON_OPERATEUR = ""
    for entete in ("Bearer ", "Bearer", "Bearer None"):
        assert client.get("/readyz", REMOTE_ADDR="203.0.113.9", headers={"Authorization": entete}).json() == {
            "statut": "ko"
        }
