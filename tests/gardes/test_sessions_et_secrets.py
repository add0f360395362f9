"""Cookies, sessions, passwords and log lines, as an attacker would try them."""

from __future__ import annotations

import io
import json
import logging
import re
from datetime import timedelta

import pytest
import structlog
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from accounts.connexion.adresse_courriel.vues import FormulaireCourriel
from accounts.connexion.regles_mot_de_passe import Identite, fautes
from accounts.models import Compte
from ameli.noyau.horloge import temps_reel
from tests.fabriques import MOT_DE_PASSE, connecter, creer_agent, creer_assure, creer_caisse, creer_compte
from tests.gardes.test_objets_des_autres import adresses as adresses_a_parametre
from tests.gardes.test_objets_des_autres import lea  # noqa: F401 - a fixture
from tests.gardes.test_toutes_les_adresses import MACHINES, adresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def lignes():
    """What leaves through the product's own handler."""
    sortie = io.StringIO()
    formateur = settings.LOGGING["formatters"][settings.LOGGING["handlers"]["stderr"]["formatter"]]
    gestionnaire = logging.StreamHandler(sortie)
    gestionnaire.setFormatter(
        formateur["()"](processors=formateur["processors"], foreign_pre_chain=formateur["foreign_pre_chain"])
    )
    racine = logging.getLogger()
    racine.addHandler(gestionnaire)
    yield lambda: [json.loads(ligne) for ligne in sortie.getvalue().splitlines()]
    racine.removeHandler(gestionnaire)


@pytest.fixture
def compte():
    return creer_compte(creer_assure())


def avec_la_cle(cle: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cle
    return client


def mene_a_la_connexion(client: Client) -> bool:
    reponse = client.get("/mes-paiements/")
    return reponse.status_code == 302 and reponse["Location"].startswith("/connexion/")


def test_a_made_up_session_opens_nothing():
    for cle in ("0" * 32, "a" * 32, "../../etc/passwd", "admin"):
        assert mene_a_la_connexion(avec_la_cle(cle))


def test_a_session_key_cannot_be_guessed(compte):
    cles = {connecter(Client(), compte).cookies[settings.SESSION_COOKIE_NAME].value for _ in range(4)}
    assert len(cles) == 4
    assert all(re.fullmatch(r"[a-z0-9]{32}", cle) for cle in cles), "32 signs of 36: 165 bits"


def test_a_cookie_copied_before_signing_out_is_worth_nothing_after(compte):
    client = connecter(Client(), compte)
    cle = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert avec_la_cle(cle).get("/").status_code == 200
    client.post(reverse("deconnexion"))
    assert mene_a_la_connexion(avec_la_cle(cle))
    assert not Session.objects.filter(session_key=cle).exists()


@pytest.mark.parametrize("adresse", ["/", "/connexion/", "/service-worker.js", "/nulle-part/"])
def test_what_a_page_asked_before_a_sign_in_does_not_undo_it_when_it_is_answered_after(adresse):
    """Its session has been replaced by that of the sign-in: the browser keeps the new cookie."""
    reponse = avec_la_cle("a" * 32).get(adresse)
    assert settings.SESSION_COOKIE_NAME not in reponse.cookies


def test_signing_out_takes_the_cookie_away(compte):
    client = connecter(Client(), compte)
    assert client.post(reverse("deconnexion")).cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_every_cookie_is_kept_from_scripts_and_from_other_sites(compte):
    client = Client()
    client.get("/connexion/")
    client.post("/connexion/", {"nir": compte.assure.personne.nir, "mot_de_passe": MOT_DE_PASSE})
    pots = list(client.cookies.values())
    assert settings.SESSION_COOKIE_NAME in {pot.key for pot in pots}
    assert settings.CSRF_COOKIE_NAME in {pot.key for pot in pots}
    for pot in pots:
        assert pot["samesite"] in ("Lax", "Strict"), pot.key
        assert pot["httponly"], pot.key
    assert settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_on_https_every_cookie_travels_there_alone(compte, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    client.get("/connexion/", secure=True)
    client.post("/connexion/", {"nir": compte.assure.personne.nir, "mot_de_passe": MOT_DE_PASSE}, secure=True)
    pots = list(client.cookies.values())
    assert len(pots) >= 2
    assert not [pot.key for pot in pots if not pot["secure"] or pot["path"] != "/" or pot["domain"]]


def test_every_page_of_the_account_lets_one_sign_out(compte):
    client = connecter(Client(), compte)
    muettes = []
    for adresse in sorted(set(adresses())):
        if adresse.lstrip("/").startswith((*MACHINES, "bac-a-sable", "composants", "agents")):
            continue
        reponse = client.get(adresse)
        if (
            reponse.status_code == 200
            and not reponse.streaming
            and b"<nav" in reponse.content
            and reverse("deconnexion") not in reponse.content.decode()
        ):
            muettes.append(adresse)
    assert not muettes


def test_a_password_of_64_characters_opens_the_account():
    mot = ("Bj2-" * 16)[:64]
    assert len(mot) == 64 and not fautes(mot, Identite())
    assure = creer_assure()
    creer_compte(assure, mot)
    reponse = Client().post("/connexion/", {"nir": assure.personne.nir, "mot_de_passe": mot})
    assert reponse.status_code == 302


def test_an_old_password_still_opens_the_account():
    """Chosen before the rules of today, years ago: nothing makes it die but its owner."""
    assure = creer_assure()
    creer_compte(assure, "83920174")
    with time_machine.travel(temps_reel() + timedelta(days=1000)):
        reponse = Client().post("/connexion/", {"nir": assure.personne.nir, "mot_de_passe": "83920174"})
    assert reponse.status_code == 302


def test_an_empty_installation_has_no_account():
    assert not Compte.objects.exists()


def test_no_secret_question_is_kept():
    noms = {champ.name for modele in apps.get_models() for champ in modele._meta.get_fields()}
    assert not {nom for nom in noms if re.search(r"question|indice_|hint|reponse_secrete", nom)}


def test_no_folder_is_listed(compte):
    client = connecter(Client(), compte)
    for adresse in ("/static/", "/static/css/", "/media/", "/.git/", "/.git/config", "/.env", "/static/../manage.py"):
        assert client.get(adresse).status_code == 404, adresse


def test_a_typed_line_break_adds_nothing_to_a_mail():
    """Refused by the form of an address, and by what builds the mail."""
    piege = "lea@exemple.fr\nBcc: voleur@exemple.fr"
    assert not FormulaireCourriel({"courriel": piege, "courriel_bis": piege}).is_valid()
    for sujet, a in (("Votre compte\nBcc: voleur@exemple.fr", "a@exemple.fr"), ("Sujet", piege)):
        with pytest.raises((BadHeaderError, ValueError)):
            EmailMultiAlternatives(sujet, "texte", to=[a]).message()


def test_a_typed_line_break_makes_no_log_line(lignes):
    structlog.get_logger("essai").info("recu", saisi='x\n{"event": "faux", "level": "info"}\r\ny')
    (ligne,) = lignes()
    assert ligne["event"] == "recu"


def test_log_lines_are_dated_in_utc(lignes):
    structlog.get_logger("essai").info("recu")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", lignes()[0]["timestamp"])


def test_a_refused_access_says_who_tried_what(lignes, lea):  # noqa: F811
    """Even where the installation keeps warnings only: the object of somebody else, of another caisse, of a right not given."""
    voisin = creer_compte(creer_assure("Marc", "Lafitte", caisse=lea.caisse))
    ailleurs = creer_agent(creer_caisse("331", "CPAM de la Gironde")).compte
    vraies = [vraie for _, vraie, _ in adresses_a_parametre(lea)]
    refus = 0
    for qui in (voisin, ailleurs):
        client = connecter(Client(), qui)
        for adresse in (*vraies, reverse("admin:demarches_modelereponse_add")):
            avant = len(lignes())
            statut = client.get(adresse).status_code
            if statut in (403, 404):
                refus += 1
                dites = [
                    une for une in lignes()[avant:] if une["event"] == "request_finished" and une["level"] == "warning"
                ]
                assert [(une["code"], une["user_id"], une["request"]) for une in dites] == [
                    (statut, qui.public_id, f"GET {adresse}")
                ]
    assert refus > 60


def test_a_stale_form_leaves_a_line(lignes):
    Client(enforce_csrf_checks=True).post("/connexion/", {"nir": "x", "mot_de_passe": "y"})
    assert "csrf_refuse" in {ligne["event"] for ligne in lignes() if ligne["level"] == "warning"}


def test_an_unexpected_error_leaves_a_line(lignes, monkeypatch):
    def en_panne(*args, **kwargs):
        raise RuntimeError("le coffre est ouvert")

    monkeypatch.setattr("accounts.connexion.voies.ouvertes", en_panne)
    Client(raise_request_exception=False).get("/connexion/")
    (ligne,) = [une for une in lignes() if une["event"] == "request_failed"]
    assert (ligne["code"], ligne["level"], ligne["request"]) == (500, "error", "GET /connexion/")
    assert "RuntimeError" in ligne["exception"]


def test_a_closed_door_leaves_a_line(lignes, compte):
    """Who goes on trying after the last try is written too."""
    for _ in range(6):
        Client().post("/connexion/", {"nir": compte.assure.personne.nir, "mot_de_passe": "Faux-faux-7"})
    assert [une["level"] for une in lignes() if une.get("code") == 429] == ["warning", "warning"]
