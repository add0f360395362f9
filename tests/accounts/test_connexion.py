"""Signing in with a NIR and a password: neutral, counted, told by mail."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher, identify_hasher
from django.test import Client
from django.urls import reverse

from accounts.connexion import identification
from accounts.models import Appareil, Compte, Connexion, Essais
from accounts.securite import gel
from ameli.noyau import echeances, horloge
from ameli.noyau.models import Envoi
from ameli.noyau.saisie.nir import complet
from tests.fabriques import MOT_DE_PASSE, connecter, creer_agent, creer_assure, creer_compte, nir_d_essai
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def mot_de_passe_seul(settings):
    """These tests are about the first step; the second one has its own."""
    settings.SECOND_FACTEUR = "jamais"


def entrer(client: Client, nir: str, mot_de_passe: str = MOT_DE_PASSE, navigateur: str = FIREFOX, **plus):
    return client.post(
        reverse("connexion"), {"nir": nir, "mot_de_passe": mot_de_passe, **plus}, headers={"User-Agent": navigateur}
    )


def courriels(gabarit: str) -> list[dict]:
    return [json.loads(envoi.contenu) for envoi in Envoi.objects.filter(gabarit=gabarit).order_by("id")]


def test_the_sign_in_page_asks_only_which_ways_are_open(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = client.get(reverse("connexion"))
    assert "Me connecter" in page.content.decode()
    assert page["Cache-Control"]
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("forme", [lambda nir: nir, complet, lambda nir: " ".join(complet(nir))])
def test_a_person_signs_in_with_13_or_15_characters_and_spaces(client, lea, forme):
    reponse = entrer(client, forme(lea.personne.nir))
    assert reponse.status_code == 302
    assert reponse["Location"] == "/"
    assert int(client.session["_auth_user_id"]) == lea.compte.pk


def test_a_corsican_number_is_accepted_in_small_letters(client):
    corse = creer_assure("Ange", nir=nir_d_essai(departement="2A"))
    creer_compte(corse)
    assert entrer(client, corse.personne.nir.lower()).status_code == 302


def test_wrong_password_and_unknown_number_give_the_same_page(client, lea):
    def page(nir: str) -> str:
        reponse = entrer(Client(), nir, "Faux-2026")
        assert reponse.status_code == 200
        sans_jeton = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", reponse.content.decode())
        return re.sub(r'nonce="[^"]+"', "", sans_jeton).replace(nir, "…")

    assert page(lea.personne.nir) == page(nir_d_essai())


def test_wrong_password_and_unknown_number_cost_the_same_work(lea, monkeypatch):
    haches: list[str] = []
    origine = Compte.check_password

    def compter(self, mot_de_passe):
        haches.append(identify_hasher(self.password).algorithm)
        return origine(self, mot_de_passe)

    def compter_a_vide(mot_de_passe):
        haches.append("argon2")

    monkeypatch.setattr(Compte, "check_password", compter)
    monkeypatch.setattr(identification, "make_password", compter_a_vide)
    with requetes() as connu:
        entrer(Client(), lea.personne.nir, "Faux-2026")
    with requetes() as inconnu:
        entrer(Client(), nir_d_essai(), "Faux-2026")
    assert [sql.replace("NULL, NULL", "?, NULL") for sql in inconnu] == connu
    assert haches == ["argon2", "argon2"]


def test_passwords_are_kept_with_the_chosen_argon2_setting(lea):
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in lea.compte.password


class ArgonDAvant(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 8192, 1


@pytest.mark.parametrize(
    "ancien",
    [
        "argon2$argon2id$v=19$m=8192,t=1,p=1$",
        "pbkdf2_sha256$1000$",
    ],
)
def test_a_password_kept_in_an_older_way_opens_and_is_kept_in_the_new_one(client, lea, settings, ancien):
    """A setting, or the algorithm itself, is changed while everybody goes on with the same password."""
    if ancien.startswith("pbkdf2"):
        settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        lea.compte.password = PBKDF2PasswordHasher().encode(MOT_DE_PASSE, "sel-d-essai-d-avant", iterations=1000)
    else:
        lea.compte.password = ArgonDAvant().encode(MOT_DE_PASSE, "sel-d-essai-d-avant")
    lea.compte.save(update_fields=["password"])
    assert lea.compte.password.startswith(ancien)
    assert entrer(client, lea.personne.nir).status_code == 302
    lea.compte.refresh_from_db()
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in lea.compte.password
    assert entrer(Client(), lea.personne.nir).status_code == 302


def test_a_number_that_is_not_one_is_explained_beside_its_field_and_takes_no_try(client):
    reponse = entrer(client, "123")
    assert "13 chiffres, ou 15 avec la clé" in reponse.content.decode()
    assert "<title>Erreur : " in reponse.content.decode()
    assert not Essais.objects.exists()


@pytest.mark.parametrize("existe", [True, False])
def test_five_wrong_passwords_close_the_door_and_say_until_when(lea, existe):
    nir = lea.personne.nir if existe else nir_d_essai()
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False):
        pages = [entrer(Client(), nir, "Faux-2026") for _ in range(5)]
        assert [page.status_code for page in pages] == [200, 200, 200, 200, 429]
        assert "bloquée jusqu’à 9\u00a0h\u00a030" in pages[-1].content.decode()
        assert entrer(Client(), nir).status_code == 429
    with time_machine.travel("2026-11-23T08:30:01Z", tick=False):
        assert entrer(Client(), nir).status_code == (302 if existe else 200)


def test_the_owner_is_told_of_the_lock_and_an_unknown_number_tells_nobody(lea):
    for nir in (lea.personne.nir, nir_d_essai()):
        for _ in range(5):
            entrer(Client(), nir, "Faux-2026")
    echeances.balayer()
    assert len(courriels("compte_bloque")) == 1
    assert "(heure de Paris)" in courriels("compte_bloque")[0]["texte"]


def test_strangers_who_try_a_number_do_not_shut_out_its_owner(client, lea):
    entrer(client, lea.personne.nir)
    client.post(reverse("deconnexion"))
    for _ in range(6):
        entrer(Client(), lea.personne.nir, "Faux-2026")
    assert entrer(Client(), lea.personne.nir).status_code == 429
    assert entrer(client, lea.personne.nir).status_code == 302


def test_an_address_that_tries_many_numbers_is_stopped(settings):
    settings.LIMITES = {**settings.LIMITES, "connexion_adresse": {**settings.LIMITES["connexion_adresse"], "essais": 3}}
    assert [entrer(Client(), nir_d_essai(), "x").status_code for _ in range(4)] == [200, 200, 429, 429]


def test_a_success_gives_the_tries_back(client, lea):
    for _ in range(4):
        entrer(client, lea.personne.nir, "Faux-2026")
    assert entrer(client, lea.personne.nir).status_code == 302
    assert not Essais.objects.filter(cle__startswith="connexion_numero").exists()


def test_the_first_sign_in_from_a_device_is_told_as_a_new_device(client, lea):
    with time_machine.travel("2026-11-23T08:12:00Z", tick=False):
        entrer(client, lea.personne.nir)
    [courriel] = courriels("connexion_appareil_inconnu")
    assert "lundi 23\u00a0novembre 2026 à 9\u00a0h\u00a012 (heure de Paris)" in courriel["texte"]
    assert "Firefox sur Windows" in courriel["texte"]
    for partie in (courriel["texte"], courriel["html"]):
        assert "<a " not in partie
        assert "/connexion" not in partie


def test_a_known_device_is_told_once_a_day_to_who_chose_so(client, lea):
    Compte.objects.filter(pk=lea.compte.pk).update(alerte_chaque_connexion=False)
    for moment in ("2026-11-23T08:00Z", "2026-11-24T08:00Z", "2026-11-24T18:00Z", "2026-11-25T08:00Z"):
        with time_machine.travel(moment, tick=False):
            entrer(client, lea.personne.nir)
            client.post(reverse("deconnexion"))
    assert len(courriels("connexion_appareil_inconnu")) == 1
    assert len(courriels("connexion")) == 2


def test_another_browser_is_another_device(client, lea):
    entrer(client, lea.personne.nir)
    entrer(Client(), lea.personne.nir, navigateur=CHROME)
    assert [a.resume for a in Appareil.objects.order_by("id")] == ["Firefox sur Windows", "Chrome sur Android"]
    assert len(courriels("connexion_appareil_inconnu")) == 2


def test_the_cookie_of_a_device_is_signed_and_cannot_be_read_by_scripts(client, lea):
    cookie = entrer(client, lea.personne.nir).cookies["appareil"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    client.cookies["appareil"] = cookie.value[:-2]
    client.post(reverse("deconnexion"))
    entrer(client, lea.personne.nir)
    assert Appareil.objects.count() == 2


def test_an_address_that_is_not_confirmed_receives_no_alert(client, lea):
    Compte.objects.update(email_valide_le=None)
    entrer(client, lea.personne.nir)
    assert not Envoi.objects.exists()


def test_the_last_sign_in_is_told_without_a_query(client, lea, rf):
    from accounts.securite import connexions

    with time_machine.travel("2026-11-22T17:05:00Z", tick=False):
        entrer(client, lea.personne.nir)
        client.post(reverse("deconnexion"))
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False):
        entrer(client, lea.personne.nir)
        demande = rf.get("/")
        demande.session = client.session
        with requetes() as vues:
            phrase = connexions.precedente(demande).phrase
    assert phrase == "Dernière connexion hier à\u00a018\u00a0h\u00a005, depuis cet appareil"
    assert vues == []


def test_each_try_is_in_the_journal_of_connections(client, lea):
    entrer(client, lea.personne.nir, "Faux-2026", navigateur=CHROME)
    entrer(client, lea.personne.nir)
    lignes = Connexion.objects.filter(compte=lea.compte).order_by("id")
    assert [ligne.resultat for ligne in lignes] == ["REFUSEE", "REUSSIE"]
    assert {ligne.adresse for ligne in lignes} == {"127.0.0.0"}


def test_the_session_key_changes_at_sign_in(client, lea):
    client.get(reverse("connexion"))
    session = client.session
    session["trace"] = "1"
    session.save()
    avant = session.session_key
    entrer(client, lea.personne.nir)
    assert client.session.session_key != avant


def test_sign_in_leads_back_to_the_page_that_was_asked_for(client, lea):
    reponse = client.get("/messagerie/")
    assert reponse["Location"] == "/connexion/?next=/messagerie/"
    page = client.get(reponse["Location"])
    assert '<input type="hidden" name="next" value="/messagerie/">' in page.content.decode()
    assert entrer(client, lea.personne.nir, next="/messagerie/")["Location"] == "/messagerie/"


@pytest.mark.parametrize("ailleurs", ["https://mechant.example/", "//mechant.example/", "/agents/", "demain"])
def test_sign_in_never_leads_elsewhere(client, lea, ailleurs):
    assert entrer(client, lea.personne.nir, next=ailleurs)["Location"] == "/"


def test_a_frozen_account_is_told_what_to_do_and_stays_closed(client, lea):
    gel.geler(lea.compte, "demande suspecte", "essai")
    reponse = entrer(client, lea.personne.nir)
    assert reponse["Location"] == reverse("compte_gele")
    page = client.get(reponse["Location"]).content.decode()
    assert "Votre compte est gelé" in page
    assert "36 46" in page
    assert client.get("/messagerie/").status_code == 302


def test_a_frozen_account_looks_like_any_other_to_a_wrong_password(client, lea):
    gel.geler(lea.compte, "demande suspecte", "essai")
    assert entrer(client, lea.personne.nir, "Faux-2026").status_code == 200


def test_a_closed_account_has_its_own_screen(client, lea):
    Compte.objects.update(is_active=False)
    assert entrer(client, lea.personne.nir)["Location"] == reverse("compte_ferme")
    assert client.get(reverse("compte_ferme")).status_code == 403


def test_a_person_who_is_signed_in_is_led_home(client, lea):
    connecter(client, lea.compte)
    assert client.get(reverse("connexion"))["Location"] == "/"


def test_an_agent_cannot_use_the_sign_in_of_insured_people(client):
    agent = creer_agent()
    assert entrer(client, agent.matricule).status_code == 200


def test_freezing_signs_every_browser_out_and_tells_by_mail(client, lea):
    connecter(client, lea.compte)
    assert client.get("/messagerie/").status_code == 200
    assert gel.geler(lea.compte, "demande suspecte", "essai")
    assert not gel.geler(lea.compte, "demande suspecte", "essai")
    assert client.get("/messagerie/").status_code == 302
    assert len(courriels("compte_gele")) == 1


def test_only_an_agent_opens_a_frozen_account_again(client, lea):
    gel.geler(lea.compte, "demande suspecte", "essai")
    assert gel.degeler(lea.compte, creer_agent(), "pièce d'identité vue à l'accueil")
    assert entrer(client, lea.personne.nir).status_code == 302
    assert len(courriels("compte_degele")) == 1


def test_a_session_that_a_freeze_ended_does_not_come_back_with_the_account(client, lea):
    connecter(client, lea.compte)
    gel.geler(lea.compte, "demande suspecte", "essai")
    gel.degeler(lea.compte, creer_agent(), "pièce d'identité vue à l'accueil")
    assert client.get("/messagerie/").url.startswith("/connexion/")


def test_a_jump_of_the_practice_clock_frees_what_its_time_has_passed(lea):
    for _ in range(5):
        entrer(Client(), lea.personne.nir, "Faux-2026")
    horloge.regler_decalage(timedelta(minutes=29))
    assert entrer(Client(), lea.personne.nir).status_code == 429
    horloge.regler_decalage(timedelta(minutes=31))
    assert entrer(Client(), lea.personne.nir).status_code == 302
