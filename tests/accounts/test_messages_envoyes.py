"""« Les messages que nous vous avons envoyés » and « Reconnaître un faux message » (chapter 2 § 7)."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.informations.contacts import changements
from ameli.noyau import envois, horloge
from ameli.noyau.models import Envoi
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
APPS = ("accounts", "paiements", "documents", "demarches")


@pytest.fixture
def lea():
    assure = creer_assure()
    creer_compte(assure, courriel="lea@exemple.fr", telephone="0639980021")
    return assure


@pytest.fixture
def client(lea):
    return connecter(Client(), lea.compte)


def sms(assure, texte="Votre code est 123 456", cle="k", **plus) -> Envoi:
    with transaction.atomic():
        return envois.deposer_sms(a="0639981234", texte=texte, cle=cle, assure_ref=assure.public_id, **plus)


def lire(client: Client, adresse: str = "") -> str:
    return client.get(adresse or reverse("informations:envois")).content.decode()


def test_each_channel_is_there_with_its_day_its_subject_and_a_masked_destination(client, lea):
    with transaction.atomic():
        envois.deposer_courriel(
            a="lea@exemple.fr", gabarit="nouveau_message", contexte={}, cle="c", assure_ref=lea.public_id
        )
        envois.deposer_lettre(
            a="Léa Duprat\n8 rue des Arènes\n40000 MONT-DE-MARSAN", gabarit="compte_ouvert", cle="l",
            assure_ref=lea.public_id, contexte={"le": "lundi", "caisse": "x", "preuve": "x"},
        )  # fmt: skip
    sms(lea, sujet="Votre code provisoire")
    html = lire(client)
    for attendu in (
        "Vous avez un nouveau message", "Un compte a été ouvert à votre nom", "Votre code provisoire",
        "Courriel", "SMS", "Lettre", "l•••@exemple.fr", "06 •• •• •• 34", "•••• MONT-DE-MARSAN",
    ):  # fmt: skip
        assert attendu in html
    for cache in ("lea@exemple.fr", "0639981234", "rue des Arènes", "40000"):
        assert cache not in html


def test_neither_a_code_nor_a_text_is_shown_or_even_read(client, lea):
    sms(lea)
    with requetes() as faites:
        html = lire(client)
    assert "123 456" not in html
    assert not [q for q in faites if '"noyau_envoi"."contenu"' in q or '"noyau_envoi"."destination"' in q]


def test_nobody_reads_what_was_sent_to_somebody_else(client):
    sms(creer_assure("Marc", "Lafitte"), sujet="Pour Marc")
    html = lire(client)
    assert "Pour Marc" not in html
    assert "Nous ne vous avons rien envoyé" in html
    assert reverse("faux_messages") in html


def test_the_mail_that_an_address_is_taken_is_in_the_list_of_its_owner_not_of_who_asked(lea):
    marc = creer_compte(creer_assure("Marc", "Lafitte"))
    changements.demander_courriel(marc, lea.compte.email)
    assert "Votre adresse de courriel" in lire(connecter(Client(), lea.compte))
    assert "Votre adresse de courriel" not in lire(connecter(Client(), marc))


def test_a_message_that_could_not_leave_says_so(client, lea):
    sms(lea)
    assert "En cours d’envoi" in lire(client)
    Envoi.objects.update(etat=Envoi.Etat.ECHEC)
    assert "N’a pas pu partir" in lire(client)


def test_the_list_lasts_a_year_while_texts_and_addresses_go_after_a_month(client, lea):
    envoi = sms(lea, sujet="Votre code provisoire")
    Envoi.objects.update(etat=Envoi.Etat.ENVOYE)
    with time_machine.travel(horloge.temps_reel() + timedelta(days=364), tick=False):
        envois.purger()
        envoi.refresh_from_db()
        assert (envoi.destination, envoi.contenu, envoi.apercu) == ("", "", "06 •• •• •• 34")
        assert "06 •• •• •• 34" in lire(connecter(Client(), lea.compte))
    with time_machine.travel(horloge.temps_reel() + timedelta(days=366), tick=False):
        assert "Votre code provisoire" not in lire(connecter(Client(), lea.compte))
        envois.purger()
        envoi.refresh_from_db()
        assert envoi.apercu is None


def test_pages_follow_each_other_at_the_same_cost(client, lea):
    for numero in range(45):
        sms(lea, cle=f"k{numero}")
    adresse, vus, couts = reverse("informations:envois"), [], set()
    while adresse:
        with requetes() as faites:
            reponse = client.get(adresse)
        couts.add(len(faites))
        vus += [envoi.pk for envoi in reponse.context["lignes"]]
        adresse = reponse.context["plus_anciens"]
    assert len(vus) == len(set(vus)) == 45
    assert len(couts) == 1


def test_the_subject_of_an_sms_shows_no_number():
    with pytest.raises(envois.SujetIndiscret), transaction.atomic():
        envois.deposer_sms(a="0639981234", texte="x", cle="k", sujet="Votre code 123 456")


def appels_de_depot() -> list[tuple[str, str, set[str]]]:
    """(where, function, names of its arguments) of each deposit for a person in the apps."""
    trouves = []
    for fichier in sorted(f for app in APPS for f in Path(__file__).parents[2].joinpath(app).rglob("*.py")):
        for noeud in ast.walk(ast.parse(fichier.read_text())):
            nom = getattr(noeud.func, "id", getattr(noeud.func, "attr", "")) if isinstance(noeud, ast.Call) else ""
            if nom in ("deposer_courriel", "deposer_sms", "deposer_lettre"):
                trouves.append((f"{fichier.name}:{noeud.lineno}", nom, {str(k.arg) for k in noeud.keywords}))
    return trouves


def test_every_message_is_deposited_for_somebody_who_will_find_it_in_their_list():
    appels = appels_de_depot()
    assert len(appels) > 10
    assert not [(ou, nom) for ou, nom, donnes in appels if "assure_ref" not in donnes]
    assert not [(ou, nom) for ou, nom, donnes in appels if nom == "deposer_sms" and "sujet" not in donnes]


def test_the_advice_is_read_by_everybody_and_names_the_true_sender_and_site(client, settings):
    settings.DEFAULT_FROM_EMAIL = "Mon compte <nous@compte.exemple>"
    settings.URL_PUBLIQUE = "https://compte.exemple"
    for qui in (Client(), client, connecter(Client(), creer_agent().compte)):
        reponse = qui.get(reverse("faux_messages"))
        html = reponse.content.decode()
        assert reponse.status_code == 200
        for attendu in ("nous@compte.exemple", ">compte.exemple<", "33700", "signal-spam.fr", "17Cyber", "36 46"):
            assert attendu in html
        for porte in ("informations:mot_de_passe", "informations:geler"):
            assert f'href="{reverse(porte)}"' in html


def test_the_foot_of_the_pages_the_services_and_the_security_page_lead_to_the_advice(client):
    lien = f'href="{reverse("faux_messages")}"'
    for qui, adresse in (
        (Client(), reverse("connexion")),
        (Client(), reverse("demarches:aide")),
        (client, reverse("informations:securite")),
    ):
        assert lien in lire(qui, adresse)
    assert f'href="{reverse("informations:envois")}"' in lire(client, reverse("informations:securite"))


def test_a_password_manager_finds_where_to_change_the_password():
    reponse = Client().get("/.well-known/change-password")
    assert (reponse.status_code, reponse.headers["Location"]) == (302, reverse("informations:mot_de_passe"))


class TestSecurityTxt:
    @pytest.mark.parametrize(
        ("contact", "ecrit"),
        [("securite@compte.exemple", "mailto:securite@compte.exemple"), ("https://x.exemple/a", "https://x.exemple/a")],
    )
    def test_it_says_whom_to_tell_until_less_than_a_year_from_now(self, settings, monkeypatch, contact, ecrit):
        autres = dict(settings.CONFIGURATION._valeurs)
        monkeypatch.setattr(settings.CONFIGURATION, "_valeurs", {**autres, "AMELI_CONTACT_SECURITE": contact})
        reponse = Client().get("/.well-known/security.txt")
        assert reponse.headers["Content-Type"] == "text/plain; charset=utf-8"
        champs = dict(ligne.split(": ", 1) for ligne in reponse.content.decode().splitlines())
        assert champs["Contact"] == ecrit
        assert champs["Canonical"] == f"{settings.URL_PUBLIQUE}/.well-known/security.txt"
        fin = horloge.temps_reel() + timedelta(days=180)
        assert champs["Expires"] == f"{fin:%Y-%m-%d}T00:00:00Z"

    def test_there_is_none_where_nobody_was_named(self):
        assert Client().get("/.well-known/security.txt").status_code == 404
