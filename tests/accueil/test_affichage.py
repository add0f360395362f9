"""Larger text and more contrast: chosen without script or account, remembered by the browser alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ameli.noyau import affichage
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db


def choisir(client: Client, **choix: str):
    return client.post(reverse("affichage"), choix)


def racine(client: Client, adresse: str) -> str:
    """The tag that every rule of the look hangs on."""
    page = client.get(adresse).content.decode()
    debut = page.index("<html")
    return page[debut : page.index(">", debut) + 1]


@pytest.mark.parametrize(
    ("choix", "classes"),
    [
        ({"texte": "texte-grand"}, "texte-grand"),
        ({"texte": "texte-tres-grand", "contraste": "on"}, "texte-tres-grand contraste"),
        ({"contraste": "on"}, "contraste"),
    ],
)
def test_a_choice_holds_on_every_page_signed_in_or_not(client, choix, classes):
    choisir(client, **choix)
    for adresse in ("/", "/affichage/", "/connexion/", "/nulle-part/"):
        assert racine(client, adresse) == f'<html lang="fr" class="{classes}">', adresse
    connecter(client, creer_compte(creer_assure()))
    for adresse in ("/", "/mes-paiements/"):
        assert racine(client, adresse) == f'<html lang="fr" class="{classes}">', adresse


def test_nothing_chosen_is_nothing_said_and_no_cookie(client):
    assert racine(client, "/") == '<html lang="fr">'
    choisir(client, texte="texte-grand")
    choisir(client)
    assert racine(client, "/") == '<html lang="fr">'
    assert not client.cookies[affichage.COOKIE].value


def test_the_cookie_holds_the_choice_and_nothing_else_for_a_year(client):
    connecter(client, creer_compte(creer_assure()))
    choisir(client, texte="texte-grand", contraste="on")
    pot = client.cookies[affichage.COOKIE]
    assert pot.value == "texte-grand.contraste"
    assert (pot["max-age"], pot["samesite"], pot["httponly"], pot["path"]) == (365 * 24 * 3600, "Lax", True, "/")


def test_on_https_the_cookie_travels_there_alone(client, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.post(reverse("affichage"), {"texte": "texte-grand"}, secure=True)
    assert client.cookies[affichage.COOKIE]["secure"]


@pytest.mark.parametrize("valeur", ["", "x", '"><script>', "texte-enorme.contrasté", "texte-grand" * 500])
def test_a_cookie_that_says_something_else_says_nothing(client, valeur):
    client.cookies[affichage.COOKIE] = valeur
    assert racine(client, "/") == '<html lang="fr">'


def test_the_page_shows_what_is_chosen_now(client):
    choisir(client, texte="texte-grand", contraste="on")
    page = client.get(reverse("affichage")).content.decode()
    assert 'value="texte-grand"' in page and page.count(" checked") == 2


def test_it_is_said_that_it_changed_and_choosing_costs_no_query(client):
    with requetes() as faites:
        suite = choisir(client, texte="texte-grand")["Location"]
        assert "C’est changé." in client.get(suite).content.decode()
    assert not faites


def test_a_choice_that_is_not_offered_is_refused(client):
    assert 'class="erreur"' in choisir(client, texte="texte-enorme").content.decode()
    assert affichage.COOKIE not in client.cookies


def test_every_foot_leads_there_and_the_page_on_data_says_what_is_kept(client):
    assert 'href="/affichage/">Texte plus grand, contraste</a>' in client.get("/").content.decode()
    assert "votre taille de texte" in client.get(reverse("donnees_personnelles")).content.decode()
