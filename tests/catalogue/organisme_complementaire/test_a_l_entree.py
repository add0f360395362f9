"""The page between signing in and the page that was asked for: once a session, never in the way."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dossier import complementaires
from ameli.noyau import horloge
from ameli.noyau.envois.models import Envoi
from demarches.models import Brouillon
from tests.catalogue.organisme_complementaire.acteurs import couvrir
from tests.fabriques import MOT_DE_PASSE, creer_assure, creer_compte
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
PASSAGE = "/a-l-entree/"


@pytest.fixture
def entree(sylvie):
    """Signed in by the page, as people do."""
    return entrer(sylvie.assure)


def entrer(assure) -> Client:
    """The password, then the code that a new device asks for."""
    client = Client()
    client.post(reverse("connexion"), {"nir": assure.personne.nir, "mot_de_passe": MOT_DE_PASSE})
    code = re.search(r"code de connexion\s: (\d{3} \d{3})", dernier("connexion_code"))
    assert code is not None
    assert client.post("/connexion/verification/", {"code": code[1]}).url == "/"
    return client


def dernier(gabarit: str) -> str:
    return json.loads(Envoi.objects.filter(gabarit=gabarit).latest("id").contenu)["texte"]


def lu(reponse) -> str:
    return reponse.content.decode().replace("\u00a0", " ")


def test_it_comes_before_the_page_that_was_asked_for_and_leads_to_it(entree):
    reponse = entree.get("/mes-paiements/?mutuelle=on")
    assert reponse.url == f"{PASSAGE}?next=/mes-paiements/%3Fmutuelle%3Don"
    page = lu(entree.get(reponse.url))
    assert "Deux complémentaires sont enregistrées pour vous." in page
    assert "suspendus depuis le 1er septembre 2026" in page
    for bouton in ("Sélectionner", "Plus tard"):
        assert bouton in page
    plus_tard = entree.post(PASSAGE, {"choix": "plus_tard", "next": "/mes-paiements/?mutuelle=on"})
    assert plus_tard.url == "/mes-paiements/?mutuelle=on"


def test_later_stores_nothing_and_it_is_back_at_the_next_sign_in_only(entree, sylvie):
    entree.post(PASSAGE, {"choix": "plus_tard"})
    assert entree.get("/mes-paiements/").status_code == 200
    onglet = Client()
    onglet.cookies = entree.cookies
    assert onglet.get("/").status_code == 200
    assert not Brouillon.objects.de(sylvie.assure).exists()
    assert entrer(sylvie.assure).get("/").url.startswith(PASSAGE)


def test_select_opens_the_choice_at_once(entree):
    entree.get("/", follow=True)
    reponse = entree.post(PASSAGE, {"choix": "selectionner"}, follow=True)
    assert "Votre organisme complémentaire" in lu(reponse)
    assert entree.get("/").status_code == 200


def test_it_never_stands_before_something_sent_a_page_of_security_nor_a_demarche_under_way(entree, sylvie):
    assert not entree.post("/mes-paiements/").headers.get("Location", "").startswith(PASSAGE)
    assert entree.get(reverse("informations:securite")).status_code == 200
    assert entree.get(reverse("demarches:depart", args=["iban"])).status_code == 200
    assert entree.get("/").url.startswith(PASSAGE)


def test_an_alert_that_ended_meanwhile_lets_the_person_through(entree, sylvie):
    ancienne = complementaires.lire(sylvie.assure, horloge.aujourdhui())[sylvie.assure.personne_id][0]
    complementaires.clore(ancienne, au=ancienne.du, le=horloge.maintenant(), acteur="horloge", cause="fin")
    reponse = entree.get("/mes-paiements/", follow=True)
    assert reponse.redirect_chain[-1][0] == "/mes-paiements/"


def test_what_an_agent_must_settle_intercepts_nobody(db):
    nadia = creer_assure("Nadia")
    creer_compte(nadia)
    couvrir(nadia, nadia.personne, "Mutuelle des Thermes")
    complementaires.ouvrir(
        nadia, nadia.personne, complementaires.organisme_de(nadia.caisse), nature="C2S", du=horloge.aujourdhui(),
        le=horloge.maintenant(), acteur="horloge",
    )  # fmt: skip
    assert entrer(nadia).get("/").status_code == 200


def test_it_costs_no_query_a_page(sylvie, entree):
    calme = creer_assure("Marc")
    creer_compte(calme)
    autre = entrer(calme)
    for client in (autre, entree):
        client.get(reverse("informations:securite"))
    with requetes() as sans:
        autre.get(reverse("informations:securite"))
    with requetes() as avec:
        entree.get(reverse("informations:securite"))
    assert len(sans) == len(avec)
    assert not [une for une in avec if "invitation" in une]
