"""The page that everybody meets first is drawn once, and gives nobody what is somebody else's."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.connexion import commune, voies
from accounts.connexion.commune import DESSINS, JETON
from ameli.noyau import affichage

pytestmark = pytest.mark.django_db
PAGES = [reverse("connexion"), reverse("accueil")]


def jetons(page: str) -> set[str]:
    return set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))


def sans_jeton(page: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", page)


@pytest.mark.parametrize("adresse", PAGES)
def test_two_visitors_read_one_page_each_with_a_token_of_their_own(adresse):
    premiere, seconde = (Client().get(adresse).content.decode() for _ in range(2))
    assert sans_jeton(premiere) == sans_jeton(seconde)
    assert len(DESSINS) == 1
    assert jetons(premiere) and jetons(seconde) and not jetons(premiere) & jetons(seconde)
    assert JETON not in premiere + seconde


@pytest.mark.parametrize("adresse", PAGES)
def test_the_page_that_was_drawn_once_is_the_page_that_is_drawn_each_time(adresse, monkeypatch):
    commun = Client().get(adresse)
    monkeypatch.setattr(commune, "_les_mains_vides", lambda request: False)
    assert sans_jeton(commun.content.decode()) == sans_jeton(Client().get(adresse).content.decode())


def test_the_token_of_the_page_opens_the_form_of_its_visitor_and_of_no_other(lea):
    visiteur = Client(enforce_csrf_checks=True)
    (jeton,) = jetons(visiteur.get(reverse("connexion")).content.decode())
    saisie = {"nir": "1", "mot_de_passe": "faux", "csrfmiddlewaretoken": jeton}
    assert visiteur.post(reverse("connexion"), saisie).status_code != 403
    assert Client(enforce_csrf_checks=True).post(reverse("connexion"), saisie).status_code == 403


def test_whoever_comes_with_something_has_a_page_of_their_own():
    voulue = Client()
    voulue.cookies[affichage.COOKIE] = affichage.CONTRASTE
    assert f'class="{affichage.CONTRASTE}"' in voulue.get(reverse("connexion")).content.decode()
    assert (
        "Connectez-vous pour ouvrir cette page" in Client().get(f"{reverse('connexion')}?next=/suivi/").content.decode()
    )
    assert not DESSINS
    revenu = Client()
    revenu.get(reverse("connexion"))
    assert set(revenu.cookies) == {settings.CSRF_COOKIE_NAME}
    assert len(DESSINS) == 1
    assert jetons(revenu.get(reverse("connexion")).content.decode())
    assert len(DESSINS) == 1


@pytest.mark.parametrize("adresse", PAGES)
def test_a_way_in_that_is_closed_leaves_the_page_at_once(adresse):
    assert "Créer un compte" in Client().get(adresse).content.decode()
    voies.basculer(voies.PREMIERE_VISITE, False, acteur="systeme:test", motif="panne")
    assert "Créer un compte" not in Client().get(adresse).content.decode()
    voies.basculer(voies.PREMIERE_VISITE, True, acteur="systeme:test", motif="fin")
    assert "Créer un compte" in Client().get(adresse).content.decode()
