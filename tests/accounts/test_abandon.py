"""Whoever leaves a way in before its end is out of it: nobody is led back, and the next person finds nothing."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from accounts.connexion.abandon import abandonner
from accounts.connexion.cles import trousseau
from accounts.connexion.code_provisoire import codes
from accounts.connexion.franceconnect import rattachement
from ameli.noyau.models import Envoi
from tests.accounts.test_portes import visite
from tests.accounts.test_second_facteur import codes as codes_recus
from tests.fabriques import MOT_DE_PASSE, creer_agent, creer_assure, creer_compte

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
SORTIES = {"link and Back": "/connexion/", "mark": "/"}


def entrer(client: Client, assure):
    return client.post(reverse("connexion"), {"nir": assure.personne.nir, "mot_de_passe": MOT_DE_PASSE})


def par_code(client: Client, assure) -> str:
    return entrer(client, assure)["Location"]


def par_cle(client: Client, assure) -> str:
    trousseau.ajouter_application(assure.compte, SECRET)
    return entrer(client, assure)["Location"]


def par_visite(client: Client, assure) -> str:
    return visite(client, creer_assure())["Location"]


def par_preuve(client: Client, assure) -> str:
    identite = {
        "nir": assure.personne.nir_complet,
        "nom": "Duprat",
        "naissance": "15/06/1990",
        "code_postal": "40100",
    }
    return client.post(reverse("premiere_visite"), identite)["Location"]


def par_code_provisoire(client: Client, assure) -> str:
    clair = codes.delivrer(assure, "ACCUEIL", motif="essai", agent=creer_agent())[1]
    return client.post(reverse("code_provisoire"), {"nir": assure.personne.nir, "code": clair})["Location"]


@pytest.mark.parametrize("commencer", [par_code, par_cle, par_visite, par_preuve, par_code_provisoire])
@pytest.mark.parametrize("sortie", SORTIES)
def test_leaving_an_intermediate_page_leads_to_a_fresh_sign_in(lea, commencer, sortie):
    client = Client()
    page = commencer(client, lea)
    assert client.get(page).status_code == 200
    dehors = client.get(SORTIES[sortie], follow=True)
    assert "Me connecter" in dehors.content.decode()
    assert client.get(page).status_code == 302, "what was begun is over"
    assert lea.personne.nir not in client.get(reverse("premiere_visite")).content.decode()


@pytest.mark.parametrize("commencer", [par_code, par_cle])
def test_the_next_person_signs_in_on_a_shared_computer(lea, commencer):
    client, suivant = Client(), creer_assure("Tom")
    creer_compte(suivant)
    commencer(client, lea)
    client.get("/connexion/")
    assert entrer(client, suivant)["Location"] == "/connexion/verification/"
    client.post("/connexion/verification/", {"code": codes_recus()[-1]})
    assert int(client.session["_auth_user_id"]) == suivant.compte.pk


def test_who_left_too_soon_comes_back_and_types_the_code_that_was_sent(lea):
    client = Client()
    entrer(client, lea)
    client.get("/connexion/")
    assert entrer(client, lea)["Location"] == "/connexion/verification/"
    assert Envoi.objects.filter(gabarit="connexion_code").count() == 1
    assert client.post("/connexion/verification/", {"code": codes_recus()[0]})["Location"] == "/"


@pytest.mark.parametrize("commencer", [par_code, par_cle])
def test_the_other_ways_are_on_the_page_with_their_links(lea, commencer):
    client = Client()
    texte = client.get(commencer(client, lea)).content.decode()
    for voie in ("code_provisoire", "oubli", "connexion", "franceconnect"):
        assert f'"{reverse(voie)}"' in texte


@pytest.mark.parametrize("enrole", [True, False])
@pytest.mark.parametrize("sortie", ["/", "/connexion/", "/agents/login/"])
def test_an_agent_who_leaves_before_the_key_is_out_and_the_next_person_signs_in(lea, enrole, sortie):
    client, agent = Client(), creer_agent()
    if enrole:
        trousseau.ajouter_application(agent.compte, SECRET)
    donnees = {"username": agent.matricule, "password": MOT_DE_PASSE, "next": "/agents/"}
    assert client.post(reverse("admin:login"), donnees)["Location"] == "/agents/"
    page = client.get("/agents/", follow=True).content.decode()
    assert re.search(r'href="/agents/login/">Revenir à la connexion', page)
    assert client.get(sortie, follow=True).status_code == 200
    assert "_auth_user_id" not in client.session
    assert entrer(client, lea)["Location"] == "/connexion/verification/"


def test_an_identity_of_franceconnect_that_was_not_tied_is_forgotten_with_the_rest(rf):
    requete = rf.get("/connexion/")
    requete.session, requete.user = {rattachement.CLE: {"sub_empreinte": "x"}}, AnonymousUser()
    abandonner(requete)
    assert rattachement.CLE not in requete.session
