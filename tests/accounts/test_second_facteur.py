"""A password typed on a device never seen is not enough: a code by mail, bound to this very attempt."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Appareil, Compte, Connexion
from accounts.securite.limites import limite
from ameli.noyau.models import Envoi
from tests.fabriques import MOT_DE_PASSE, creer_assure, creer_compte

pytestmark = pytest.mark.django_db
PAGE = "/connexion/verification/"


@pytest.fixture
def lea():
    assure = creer_assure()
    creer_compte(assure, courriel="lea.duprat@exemple.fr")
    return assure


def entrer(assure, client: Client | None = None, mot_de_passe: str = MOT_DE_PASSE):
    client = client or Client()
    return client, client.post(reverse("connexion"), {"nir": assure.personne.nir, "mot_de_passe": mot_de_passe})


def codes() -> list[str]:
    envois = Envoi.objects.filter(gabarit="connexion_code").order_by("id")
    return [re.search(r"code de connexion\s: (\d{3} \d{3})", json.loads(un.contenu)["texte"])[1] for un in envois]


def donner(client: Client, code: str, **plus: str):
    return client.post(PAGE, {"code": code, "connaitre": "on", **plus})


def faux(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06}"


def connecte(client: Client) -> bool:
    return client.get("/mes-informations/").status_code == 200


def test_an_unknown_device_gives_a_code_and_is_known_afterwards(lea):
    client, reponse = entrer(lea)
    assert reponse["Location"] == PAGE
    assert not connecte(client)
    page = client.get(PAGE).content.decode()
    assert "lea.duprat@exemple.fr" not in page
    [code] = codes()
    assert donner(client, code)["Location"] == "/"
    assert connecte(client)
    client.post(reverse("deconnexion"))
    _, encore = entrer(lea, client)
    assert encore["Location"] == "/"
    assert len(codes()) == 1


@pytest.mark.parametrize("exercice", [True, False])
def test_a_class_shares_its_computers_so_that_none_is_remembered_beforehand_in_practice(lea, settings, exercice):
    settings.BAC_A_SABLE = exercice
    client, _ = entrer(lea)
    page = client.get(PAGE).content.decode()
    assert ("checked" in re.search(r'<input[^>]*name="connaitre"[^>]*>', page)[0]) is not exercice
    assert ("Cochez seulement" in page) is exercice


def test_a_device_that_is_not_ones_own_is_not_remembered(lea):
    client, _ = entrer(lea)
    client.post(PAGE, {"code": codes()[0]})
    assert connecte(client)
    client.post(reverse("deconnexion"))
    assert entrer(lea, client)[1]["Location"] == PAGE
    assert Appareil.objects.filter(oublie_le=None).count() == 0
    assert Appareil.objects.count() == 1


def test_the_page_that_was_asked_for_opens_after_the_code(lea):
    client = Client()
    donnees = {"nir": lea.personne.nir, "mot_de_passe": MOT_DE_PASSE, "next": "/messagerie/"}
    client.post(reverse("connexion"), donnees)
    assert donner(client, codes()[0])["Location"] == "/messagerie/"


def test_the_mail_says_until_when_and_leads_nowhere(lea):
    entrer(lea)
    envoi = Envoi.objects.get(gabarit="connexion_code")
    texte = json.loads(envoi.contenu)["texte"]
    assert envoi.sujet == "Votre code de connexion"
    assert "http" not in texte.split("Mot de passe oublié")[0]
    assert "Il fonctionne jusqu’à" in texte


def test_three_wrong_codes_end_the_attempt(lea):
    client, _ = entrer(lea)
    [code] = codes()
    essais = [donner(client, faux(code)) for _ in range(3)]
    assert "Il vous reste un essai." in essais[1].content.decode().replace("\xa0", " ")
    assert essais[2]["Location"] == f"{reverse('connexion')}?code=1"
    assert "Trois codes étaient faux." in client.get(essais[2]["Location"]).content.decode()
    assert donner(client, code)["Location"] == reverse("connexion")
    assert not connecte(client)
    assert Connexion.objects.filter(compte=lea.compte, resultat="CODE").count() == 3


def test_a_code_is_worth_nothing_on_another_attempt(lea):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        entrer(lea)
        [code] = codes()
        voyage.shift(timedelta(minutes=2))  # soon enough for the code to live, late enough for another one to be sent
        voleur, _ = entrer(lea)
        assert len(codes()) == 2
        assert donner(voleur, code).status_code == 200
        assert not connecte(voleur)


def test_a_code_lives_ten_minutes(lea):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        client, _ = entrer(lea)
        voyage.shift(timedelta(minutes=10))
        assert "Ce code ne fonctionne plus." in donner(client, codes()[0]).content.decode()
        assert not connecte(client)


def test_another_code_waits_a_minute_and_kills_the_former(lea):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        client, _ = entrer(lea)
        assert "dans une minute" in client.post(f"{PAGE}renvoyer/").content.decode()
        voyage.shift(timedelta(seconds=61))
        assert "Un nouveau code vient de partir." in client.post(f"{PAGE}renvoyer/").content.decode()
        premier, second = codes()
        if premier != second:
            assert donner(client, premier).status_code == 200
        assert donner(client, second).status_code == 302


def test_five_codes_a_day_are_sent_and_no_more(lea):
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        client, _ = entrer(lea)
        for _ in range(4):
            voyage.shift(timedelta(minutes=2))
            client.post(f"{PAGE}renvoyer/")
        voyage.shift(timedelta(minutes=2))
        assert "trop de codes" in client.post(f"{PAGE}renvoyer/").content.decode()
        assert len(codes()) == 5


def test_a_thief_who_burns_the_codes_never_shuts_out_the_device_of_the_owner(lea):
    chez_elle, _ = entrer(lea)
    donner(chez_elle, codes()[0])
    chez_elle.post(reverse("deconnexion"))
    for _ in range(limite("connexion_numero").essais + 2):
        entrer(lea, mot_de_passe="Faux-faux-7")
    entrer(lea)
    assert entrer(lea, chez_elle)[1]["Location"] == "/"


def test_who_typed_the_right_password_still_sees_nothing_of_the_account(lea):
    client, _ = entrer(lea)
    assert "Bonjour" not in client.get("/").content.decode()  # the home of visitors
    for chemin in ("/mes-informations/", "/messagerie/", "/demarches/", "/suivi/"):
        assert client.get(chemin)["Location"].startswith("/connexion/?")
    assert not Connexion.objects.filter(resultat="REUSSIE").exists()
    assert not Envoi.objects.filter(gabarit__startswith="connexion_appareil").exists()


def test_the_page_opens_for_nobody_else(lea):
    assert Client().get(PAGE)["Location"] == reverse("connexion")
    assert donner(Client(), "123456")["Location"] == reverse("connexion")
    assert Client().post(f"{PAGE}renvoyer/")["Location"] == reverse("connexion")


def test_an_address_that_is_not_confirmed_is_told_what_to_do(lea):
    Compte.objects.filter(pk=lea.compte.pk).update(email_valide_le=None)
    client, reponse = entrer(lea)
    assert reponse["Location"] == f"{PAGE}impossible/"
    assert "code provisoire" in client.get(reponse["Location"]).content.decode()
    assert codes() == []


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a"])
def test_what_is_not_six_digits_takes_no_try(lea, code):
    client, _ = entrer(lea)
    for _ in range(4):
        assert donner(client, code).context["form"].errors["code"]
    assert donner(client, codes()[0]).status_code == 302


def test_always_asks_even_a_known_device_and_never_asks_nobody(lea, settings):
    client, _ = entrer(lea)
    donner(client, codes()[0])
    client.post(reverse("deconnexion"))
    settings.SECOND_FACTEUR = "toujours"
    assert entrer(lea, client)[1]["Location"] == PAGE
    settings.SECOND_FACTEUR = "jamais"
    assert entrer(lea)[1]["Location"] == "/"
