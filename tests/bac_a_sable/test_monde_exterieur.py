"""The outside world over its true protocols: SMTP and HTTP on free ports, failures on demand, a second copy counted once."""

from __future__ import annotations

import http.client
import json
import smtplib
from datetime import date
from email.message import EmailMessage
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError

from accounts.dossier import revenus_lus
from ameli.bac_a_sable import personas, revenus
from ameli.bac_a_sable.models import CourrierRecu, ModeSimulateur
from ameli.bac_a_sable.monde import base
from ameli.bac_a_sable.monde.courriels import ServeurCourriels
from ameli.bac_a_sable.monde.passerelles import ServeurPasserelles
from tests.fabriques import creer_assure

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def smtp(monkeypatch: pytest.MonkeyPatch):
    serveur = ServeurCourriels()
    serveur.demarrer()
    yield serveur.port
    serveur.arreter()


@pytest.fixture
def passerelle():
    serveur = ServeurPasserelles()
    serveur.demarrer()
    yield serveur.port
    serveur.arreter()


def poster(
    port: int, chemin: str, corps: object, cle: str = "", secret: str = settings.CLE_FORMATEUR
) -> tuple[int, dict]:
    """As the site posts, or as the trainer does."""
    ligne = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        entetes = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {secret}",
            **({"Idempotency-Key": cle} if cle else {}),
        }
        ligne.request("POST", chemin, json.dumps(corps), entetes)
        reponse = ligne.getresponse()
        return reponse.status, json.loads(reponse.read())
    finally:
        ligne.close()


def envoyer(port: int, message_id: str = "<un@essai>") -> None:
    courriel = EmailMessage()
    courriel["From"], courriel["To"] = "Mon compte <ne-pas-repondre@compte.exemple>", "lea.duprat@exemple.fr"
    courriel["Subject"], courriel["Message-ID"] = "Votre code de sécurité", message_id
    courriel.set_content("Votre code est 1234.\n")
    courriel.add_alternative("<p>Votre code est <b>1234</b>.</p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as ligne:
        ligne.send_message(courriel)


def test_a_mail_is_received_over_smtp_with_both_parts(smtp: int):
    envoyer(smtp)
    recu = CourrierRecu.objects.get()
    assert (recu.canal, recu.a, recu.objet) == ("courriel", "lea.duprat@exemple.fr", "Votre code de sécurité")
    assert recu.texte == "Votre code est 1234.\n" and "<b>1234</b>" in recu.html
    assert recu.message_id == "<un@essai>"


def test_a_mail_that_comes_twice_is_kept_once_and_counted(smtp: int):
    envoyer(smtp)
    envoyer(smtp)
    envoyer(smtp, "<deux@essai>")
    assert list(CourrierRecu.objects.order_by("id").values_list("message_id", "copies")) == [
        ("<un@essai>", 2),
        ("<deux@essai>", 1),
    ]


def test_the_mail_server_refuses_when_told_then_recovers(smtp: int):
    base.regler_le_mode("smtp", "refuse", 1)
    with pytest.raises(smtplib.SMTPDataError) as refus:
        envoyer(smtp)
    assert refus.value.smtp_code == 451
    envoyer(smtp)
    assert CourrierRecu.objects.count() == 1


def test_the_mail_server_that_dies_has_received_and_the_second_copy_is_only_counted(smtp: int):
    base.regler_le_mode("smtp", "meurt", 1)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        envoyer(smtp)
    envoyer(smtp)
    assert CourrierRecu.objects.get().copies == 2


@pytest.mark.parametrize(("chemin", "canal"), [("/sms", "sms"), ("/lettres", "lettre")])
def test_an_sms_or_a_letter_is_received_once_for_one_key(passerelle: int, chemin: str, canal: str):
    corps = {
        "a": "06 39 98 00 14" if canal == "sms" else "Léa Duprat\n8 rue des Arènes",
        "texte": "Bonjour",
        "objet": "Essai",
    }
    assert poster(passerelle, chemin, corps, "cle-1") == (200, {"recu": True, "deja_recu": False})
    assert poster(passerelle, chemin, corps, "cle-1") == (200, {"recu": True, "deja_recu": True})
    recu = CourrierRecu.objects.get()
    assert (recu.canal, recu.copies, recu.texte) == (canal, 2, "Bonjour")
    assert recu.a == ("0639980014" if canal == "sms" else "Léa Duprat\n8 rue des Arènes")


def test_the_bank_answers_over_http(passerelle: int):
    statut, reponse = poster(
        passerelle, "/banque", {"iban": "FR7630004009990000000020280", "titulaire": "DUPRAT LEA"}, "b1"
    )
    assert (statut, reponse["resultat"]) == (200, "non_concordant")


def test_a_request_that_lacks_something_is_refused(passerelle: int):
    assert poster(passerelle, "/sms", {"a": "0639980014"})[0] == 400
    assert poster(passerelle, "/banque", {})[0] == 400
    assert poster(passerelle, "/modes", {"service": "pigeon", "mode": "normal"})[0] == 400
    assert poster(passerelle, "/ailleurs", {"a": 1})[0] == 404
    assert poster(passerelle, "/sms", ["liste"])[0] == 400


@pytest.mark.parametrize("secret", ["", "faux"])
def test_modes_are_the_trainer_s_over_http_too(passerelle: int, secret: str):
    statut, _ = poster(passerelle, "/modes", {"service": "sms", "mode": "refuse"}, secret=secret)
    assert statut == 403 and base.modes_actuels()["sms"] == "normal"


def test_modes_are_set_over_http_and_wear_off(passerelle: int, monkeypatch: pytest.MonkeyPatch):
    sms = {"a": "0639980014", "texte": "Bonjour"}
    statut, modes = poster(passerelle, "/modes", {"service": "sms", "mode": "refuse", "fois": 1})
    assert statut == 200 and modes["sms"] == "refuse" and modes["banque"] == "normal"
    assert poster(passerelle, "/sms", sms, "k")[0] == 503
    assert poster(passerelle, "/sms", sms, "k")[0] == 200
    base.regler_le_mode("sms", "double", 1)
    assert poster(passerelle, "/sms", sms, "d")[0] == 200
    assert CourrierRecu.objects.get(cle="sms:d").copies == 2
    base.regler_le_mode("sms", "meurt", 1)
    with pytest.raises(http.client.RemoteDisconnected):
        poster(passerelle, "/sms", sms, "m")
    assert poster(passerelle, "/sms", sms, "m") == (200, {"recu": True, "deja_recu": True})
    monkeypatch.setattr("ameli.bac_a_sable.monde.passerelles.LENTEUR", 0.01)
    base.regler_le_mode("sms", "lent")
    assert poster(passerelle, "/sms", sms, "l")[0] == 200
    assert ModeSimulateur.objects.get(service="sms").mode == "lent"


def test_a_database_that_restarts_is_waited_for(monkeypatch: pytest.MonkeyPatch):
    pannes = iter([OperationalError("restarting"), OperationalError("restarting"), None])

    def action() -> str:
        if panne := next(pannes):
            raise panne
        return "fait"

    assert base.en_base(action) == "fait"
    with pytest.raises(base.BaseAbsente):
        base.en_base(lambda: (_ for _ in ()).throw(OperationalError("gone")), patience=0)


def test_the_product_itself_reaches_the_outside_world(smtp: int, passerelle: int, settings):
    from django.db import transaction

    from ameli.noyau.envois import deposer_sms, livrer

    valeurs = {**settings.CONFIGURATION._valeurs, "AMELI_SMS_URL": f"http://127.0.0.1:{passerelle}/sms"}
    settings.CONFIGURATION = type("Reglages", (), {"__getitem__": lambda self, nom: valeurs[nom]})()
    with transaction.atomic():
        deposer_sms(a="0639980014", texte="Bonjour", cle="essai:sms")
    assert livrer() == 1
    assert CourrierRecu.objects.get().a == "0639980014"


def test_courrier_prints_one_json_list_filtered_by_address(smtp: int, passerelle: int):
    envoyer(smtp)
    poster(passerelle, "/sms", {"a": "0639980014", "texte": "Bonjour"}, "s")
    sortie = StringIO()
    call_command("courrier", "--format", "json", stdout=sortie)
    liste = json.loads(sortie.getvalue())
    assert [ligne["canal"] for ligne in liste] == ["courriel", "sms"]
    assert set(liste[0]) == {
        "canal",
        "a",
        "de",
        "objet",
        "texte",
        "html",
        "recu_le",
        "recu_reel_le",
        "message_id",
        "copies",
    }
    sortie = StringIO()
    call_command("courrier", "--format", "json", "--a", "LEA.duprat@exemple.fr", stdout=sortie)
    assert len(json.loads(sortie.getvalue())) == 1
    sortie = StringIO()
    call_command("courrier", stdout=sortie)
    assert "Votre code de sécurité" in sortie.getvalue()


class TestIncomes:
    """`GET /particulier/v3/…`, of the practice service of incomes."""

    QUESTION = {
        "recipient": "00000000000000", "nomNaissance": "BELKACEM", "prenoms[]": "NADIA", "sexeEtatCivil": "F",
        "anneeDateNaissance": "1988", "moisDateNaissance": "3", "jourDateNaissance": "9",
        "dateDebut": "2025-10", "dateFin": "2026-09",
    }  # fmt: skip

    def demander(self, port: int, jeton: str = "bac-a-sable-pas-un-secret", **autres: str) -> tuple[int, dict, dict]:
        question = {nom: valeur for nom, valeur in {**self.QUESTION, **autres}.items() if valeur}
        ligne = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            ligne.request(
                "GET", f"{revenus.CHEMIN}?{urlencode(question)}", headers={"Authorization": f"Bearer {jeton}"}
            )  # fmt: skip
            reponse = ligne.getresponse()
            return reponse.status, json.loads(reponse.read()), dict(reponse.getheaders())
        finally:
            ligne.close()

    @pytest.fixture
    def nadia(self):
        une = personas.persona("nadia")
        return creer_assure("Nadia", "Belkacem", nir=une.nir, date_naissance=une.naissance)

    def test_it_says_each_month_of_a_practice_person_by_organism(self, passerelle: int, nadia):
        statut, corps, _ = self.demander(passerelle)
        recu = revenus_lus.lire(corps, [date(2025, 10, 1), date(2026, 9, 1)])
        assert statut == 200 and len(corps["data"]["ressources"]) == 24
        assert {(un["nature"], un["montant"]) for un in recu["montants"]} == {
            ("chomage", "980.00"),
            ("famille", "150.00"),
        }

    @pytest.mark.parametrize(
        ("demande", "statut"),
        [
            ({"jeton": "un-autre"}, 401), ({"recipient": "12"}, 422), ({"sexeEtatCivil": ""}, 422),
            ({"dateDebut": "octobre"}, 422), ({"nomNaissance": "PERSONNE"}, 404), ({"jourDateNaissance": "31"}, 404),
        ],
    )  # fmt: skip
    def test_what_it_does_not_take_has_the_error_of_api_particulier(self, passerelle: int, nadia, demande, statut):
        recu, corps, _ = self.demander(passerelle, **demande)
        assert recu == statut and corps["errors"][0].keys() == {"code", "title", "detail", "source", "meta"}

    def test_it_asks_to_be_left_alone_fails_and_answers_by_halves_when_told(self, passerelle: int, nadia):
        for mode, attendu in (("limite", 429), ("refuse", 503), ("partiel", 200)):
            base.regler_le_mode("revenus", mode, 1)
            statut, corps, entetes = self.demander(passerelle)
            assert statut == attendu
            assert ("Retry-After" in entetes) is (mode == "limite")
        assert [un["organisme"] for un in corps["data"]["organismes_indisponibles"]] == ["CAF des Landes"]
        assert self.demander(passerelle)[0] == 200
