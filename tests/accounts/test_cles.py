"""Passkeys, applications of codes, codes to print; and agents, who always give one."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.connexion.cles import trousseau
from accounts.models import Connexion
from ameli.bac_a_sable.personas import agents
from ameli.noyau import horloge
from ameli.noyau.models import Entree, Envoi
from tests.fabriques import MOT_DE_PASSE, connecter, creer_agent, creer_assure, creer_compte
from tests.outils.monde import monde_installe

pytestmark = pytest.mark.django_db
DEBUT = "2026-11-23T08:00:00Z"


@pytest.fixture(autouse=True)
def codes_neufs():
    cache.clear()


def code_de(secret: str, decalage: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(horloge.temps_reel().timestamp()) // 30 + decalage))


def secret_affiche(page: str) -> str:
    return re.search(r'coupure">([A-Z2-7 ]+)<', page)[1].replace(" ", "")


def ajouter(client: Client) -> tuple[str, list[str]]:
    """Set up an application as somebody does; its secret, and the codes to print."""
    adresse = reverse("informations:cles_application")
    secret = secret_affiche(client.get(adresse).content.decode())
    page = client.post(adresse, {"code": code_de(secret)}).content.decode()
    return secret, re.findall(r"<li>(\d{4}\s\d{4})</li>", page)


def entrer(assure, client: Client | None = None):
    client = client or Client()
    return client, client.post(reverse("connexion"), {"nir": assure.personne.nir, "mot_de_passe": MOT_DE_PASSE})


def donner(client: Client, code: str):
    return client.post(reverse("second_facteur_cle"), {"code": code})


def ouvert(client: Client) -> bool:
    return client.get("/mes-informations/").status_code == 200


def test_an_application_takes_the_place_of_the_code_by_mail(lea):
    with time_machine.travel(DEBUT, tick=False) as voyage:
        secret, codes = ajouter(connecter(Client(), lea.compte))
        assert len(codes) == 10
        voyage.shift(timedelta(minutes=5))
        client, reponse = entrer(lea)
        assert reponse["Location"] == reverse("second_facteur_cle")
        assert not ouvert(client)
        assert not Envoi.objects.filter(gabarit="connexion_code").exists()
        assert donner(client, code_de(secret))["Location"] == "/"
        assert ouvert(client)


def test_a_device_that_is_known_is_not_asked_again(lea):
    with time_machine.travel(DEBUT, tick=False) as voyage:
        secret, _ = ajouter(connecter(Client(), lea.compte))
        voyage.shift(timedelta(minutes=5))
        client, _ = entrer(lea)
        donner(client, code_de(secret))
        client.post(reverse("deconnexion"))
        assert entrer(lea, client)[1]["Location"] == "/"


def test_a_code_of_the_application_serves_once(lea):
    with time_machine.travel(DEBUT, tick=False) as voyage:
        secret, _ = ajouter(connecter(Client(), lea.compte))
        voyage.shift(timedelta(minutes=5))
        code = code_de(secret)
        premier, second = entrer(lea)[0], entrer(lea)[0]
        assert donner(premier, code).status_code == 302
        assert "Attendez le code suivant" in donner(second, code).content.decode()
        assert not ouvert(second)


@pytest.mark.parametrize("secondes", [1, 29, 31, 59])
def test_a_used_code_never_comes_back_while_it_is_still_tolerated(lea, secondes):
    with time_machine.travel(DEBUT, tick=False) as voyage:
        secret, _ = ajouter(connecter(Client(), lea.compte))
        voyage.shift(timedelta(minutes=5))
        code = code_de(secret)
        assert donner(entrer(lea)[0], code).status_code == 302
        cache.clear()
        voyage.shift(timedelta(seconds=secondes))
        assert donner(entrer(lea)[0], code).status_code == 200


def test_the_code_that_set_the_application_up_does_not_serve_again(lea):
    with time_machine.travel(DEBUT, tick=False):
        secret, _ = ajouter(connecter(Client(), lea.compte))
        assert donner(entrer(lea)[0], code_de(secret)).status_code == 200


def test_a_code_to_print_serves_once_and_needs_no_telephone(lea):
    _, codes = ajouter(connecter(Client(), lea.compte))
    premier, second = entrer(lea)[0], entrer(lea)[0]
    assert donner(premier, codes[3]).status_code == 302
    assert donner(second, codes[3]).status_code == 200
    assert donner(second, codes[4]).status_code == 302
    assert trousseau.codes_restants(lea.compte) == 8


def test_five_wrong_codes_close_the_door_for_a_quarter_of_an_hour(lea):
    secret, codes = ajouter(connecter(Client(), lea.compte))
    client, _ = entrer(lea)
    statuts = [donner(client, "00000000").status_code for _ in range(5)]
    assert statuts == [200, 200, 200, 200, 429]
    encore, _ = entrer(lea)
    assert donner(encore, codes[0]).status_code == 429
    assert Connexion.objects.filter(compte=lea.compte, resultat="CODE").count() == 5
    assert secret


def test_the_first_code_must_be_right_for_an_application_to_be_added(lea):
    client = connecter(Client(), lea.compte)
    adresse = reverse("informations:cles_application")
    secret = secret_affiche(client.get(adresse).content.decode())
    page = client.post(adresse, {"code": "000000"}).content.decode()
    assert "Vérifiez l’heure de votre téléphone" in page
    assert secret_affiche(page) == secret
    assert not Authenticator.objects.exists()


def test_each_change_is_told_by_mail_and_written(lea):
    client = connecter(Client(), lea.compte)
    ajouter(client)
    client.post(reverse("informations:cles_codes"))
    cle = Authenticator.objects.get(type="totp")
    assert client.post(reverse("informations:cle_retirer", args=[cle.pk])).status_code == 302
    assert Envoi.objects.filter(gabarit="cles").count() == 3
    assert set(Entree.objects.filter(genre__startswith="cle.").values_list("genre", flat=True)) == {
        "cle.ajoutee", "cle.codes", "cle.retiree",
    }  # fmt: skip
    assert not Authenticator.objects.exists()


def test_new_codes_kill_the_former(lea):
    client = connecter(Client(), lea.compte)
    _, anciens = ajouter(client)
    page = client.post(reverse("informations:cles_codes")).content.decode()
    nouveaux = re.findall(r"<li>(\d{4}\s\d{4})</li>", page)
    porte, _ = entrer(lea)
    assert donner(porte, anciens[0]).status_code == 200
    assert donner(porte, nouveaux[0]).status_code == 302


def test_the_key_of_somebody_else_cannot_be_removed(lea):
    ajouter(connecter(Client(), lea.compte))
    marc = creer_assure("Marc", "Lafitte")
    voleur = connecter(Client(), creer_compte(marc))
    cle = Authenticator.objects.get(type="totp")
    assert voleur.post(reverse("informations:cle_retirer", args=[cle.pk])).status_code == 404
    assert voleur.post(reverse("informations:cles_codes")).status_code == 404


@pytest.mark.parametrize("nom", ["cles", "cles_application", "cle_nouvelle"])
def test_keys_ask_the_password_again(lea, nom):
    client = connecter(Client(), lea.compte)
    assert client.get(reverse(f"informations:{nom}")).status_code == 200
    with time_machine.travel(horloge.temps_reel() + timedelta(minutes=11)):
        assert client.get(reverse(f"informations:{nom}"))["Location"].startswith("/connexion/confirmer/")


def test_secrets_are_encrypted_at_rest(lea):
    client = connecter(Client(), lea.compte)
    secret, _ = ajouter(client)
    with connection.cursor() as curseur:
        curseur.execute("SELECT data::text FROM mfa_authenticator")
        assert all(secret not in ligne[0] for ligne in curseur.fetchall())
    assert secret not in json.dumps(dict(client.session))


@pytest.mark.parametrize("reponse", ["", "x", "[]", "{}", '{"id": "x"}'])
def test_what_is_not_a_passkey_is_refused(lea, reponse):
    client = connecter(Client(), lea.compte)
    client.get(reverse("informations:cle_nouvelle"))
    page = client.post(reverse("informations:cle_nouvelle"), {"nom": "mon téléphone", "credential": reponse})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Authenticator.objects.exists()


def test_no_page_of_a_key_opens_before_the_password(lea):
    assert Client().get(reverse("second_facteur_cle"))["Location"] == reverse("connexion")
    assert donner(Client(), "123456")["Location"] == reverse("connexion")


# Agents


def au_guichet(agent) -> Client:
    client = Client()
    donnees = {"username": agent.matricule, "password": MOT_DE_PASSE, "next": "/agents/"}
    assert client.post("/agents/login/", donnees).status_code == 302
    return client


def test_an_agent_sets_up_an_application_the_first_time_and_sees_nothing_before(lea):
    client = au_guichet(creer_agent())
    for chemin in ("/agents/", "/agents/accounts/assure/", f"/agents/accounts/assure/{lea.pk}/change/"):
        assert client.get(chemin)["Location"] == reverse("agents_verification"), chemin
    assert client.get(reverse("agents_verification"))["Location"] == reverse("agents_enroler")
    secret = secret_affiche(client.get(reverse("agents_enroler")).content.decode())
    page = client.post(reverse("agents_enroler"), {"code": code_de(secret)}).content.decode()
    assert "Vos codes de secours" in page
    assert client.get("/agents/").status_code == 200


def test_an_agent_gives_a_code_at_each_sign_in_and_cannot_set_up_another(lea):
    agent = creer_agent()
    with time_machine.travel(DEBUT, tick=False) as voyage:
        client = au_guichet(agent)
        secret = secret_affiche(client.get(reverse("agents_enroler")).content.decode())
        client.post(reverse("agents_enroler"), {"code": code_de(secret)})
        client.post("/agents/logout/")
        voyage.shift(timedelta(minutes=5))
        client = au_guichet(agent)
        assert client.get("/agents/")["Location"] == reverse("agents_verification")
        assert client.get(reverse("agents_enroler"))["Location"] == reverse("agents_verification")
        assert client.post(reverse("agents_enroler"), {"code": "000000"})["Location"] == reverse("agents_verification")
        assert client.post(reverse("agents_verification"), {"code": "000000"}).status_code == 200
        assert client.get("/agents/").status_code == 302
        assert client.post(reverse("agents_verification"), {"code": code_de(secret)})["Location"] == "/agents/"
        assert client.get("/agents/").status_code == 200


def test_five_wrong_codes_sign_an_agent_out(lea):
    agent = creer_agent()
    trousseau.ajouter_application(agent.compte, "JBSWY3DPEHPK3PXP")
    client = au_guichet(agent)
    for _ in range(5):
        reponse = client.post(reverse("agents_verification"), {"code": "00000000"})
    assert reponse.status_code == 429 and "Vérification bloquée jusqu’à" in reponse.content.decode()
    assert client.get(reverse("agents_verification")).status_code == 404


def test_an_agent_who_lost_everything_sets_up_again_after_a_colleague_recognised_them(lea):
    perdu, collegue = creer_agent(), creer_agent()
    trousseau.ajouter_application(perdu.compte, "JBSWY3DPEHPK3PXP")
    with pytest.raises(CommandError):
        call_command("remettre_cles", perdu.matricule, par=perdu.matricule, motif="téléphone perdu")
    call_command("remettre_cles", perdu.matricule, par=collegue.matricule, motif="téléphone perdu")
    client = au_guichet(perdu)
    assert client.get(reverse("agents_verification"))["Location"] == reverse("agents_enroler")
    entree = Entree.objects.get(genre="cle.remise_a_zero")
    assert entree.acteur == collegue.compte.acteur
    with pytest.raises(CommandError):
        call_command("remettre_cles", "INCONNU", par=collegue.matricule, motif="x")


def test_insured_people_and_strangers_find_no_page_of_the_agents(lea):
    for nom in ("agents_verification", "agents_enroler"):
        assert Client().get(reverse(nom)).status_code == 404
        assert connecter(Client(), lea.compte).get(reverse(nom)).status_code == 404


def test_a_practice_agent_has_the_code_that_the_list_shows():
    monde_installe()
    une = agents()[0]
    client = Client()
    client.post("/agents/login/", {"username": une.matricule, "password": une.mot_de_passe, "next": "/agents/"})
    assert une.code in Client().get("/bac-a-sable/").content.decode()
    assert client.post(reverse("agents_verification"), {"code": une.code})["Location"] == "/agents/"
