"""What an agent writes at length is a draft: a closed tab or an ended session takes nothing away, and nobody else reads it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.connexion.passages import AGENT_VERIFIE
from accounts.messagerie import ecriture
from accounts.models import Reprise
from ameli.noyau.horloge import temps_reel
from tests.demarches_agents.salle import deposer, remplir, sur
from tests.fabriques import connecter, creer_agent

pytestmark = pytest.mark.django_db
GESTES = {"refuser": "precision", "demander": "motif", "repondre": "texte"}
RECIT = "Bonjour, il manque une page <b>à votre dossier</b>, la deuxième."


@pytest.fixture
def demarche(agent):
    return deposer(caisse=agent.caisse)


def garder(client: Client, page: str, **champs: str):
    return client.post("/brouillons/", {**champs, "brouillon_page": page, "brouillon_envoi": page})


@pytest.mark.parametrize(("geste", "champ"), GESTES.items())
def test_a_long_answer_stands_there_again_until_it_is_sent(guichet, demarche, geste, champ):
    page = sur(geste, demarche)
    assert 'data-brouillon="/brouillons/"' in guichet.get(page).content.decode()
    assert garder(guichet, page, **{champ: RECIT}).status_code == 204
    relue = guichet.get(page).content.decode()
    assert "Votre brouillon est là" in relue and "page &lt;b&gt;à votre dossier&lt;/b&gt;" in relue
    assert re.search(rf'<textarea name="{champ}"[^>]*>\n*Bonjour', relue)


def test_it_is_forgotten_once_the_decision_is_taken_and_kept_while_it_is_not(guichet, demarche):
    page = sur("refuser", demarche)
    garder(guichet, page, precision=RECIT)
    assert remplir(guichet, "refuser", demarche, motif="", precision=RECIT).status_code == 200
    assert Reprise.objects.filter(genre="BROUILLON").exists()
    assert remplir(guichet, "refuser", demarche, motif="nom", precision=RECIT).status_code == 302
    assert not Reprise.objects.filter(genre="BROUILLON").exists()


def test_it_is_there_after_the_session_has_ended_and_of_nobody_else(guichet, agent, demarche):
    page = sur("refuser", demarche)
    garder(guichet, page, precision=RECIT)
    assert RECIT[:20] in connecter(Client(), agent.compte).get(page).content.decode()
    collegue = creer_agent(agent.caisse)
    assert "Votre brouillon" not in connecter(Client(), collegue.compte).get(page).content.decode()
    Reprise.objects.update(expire_le=temps_reel())
    assert "Votre brouillon" not in guichet.get(page).content.decode()


def test_a_password_alone_keeps_and_erases_nothing(guichet, agent, demarche):
    page = sur("refuser", demarche)
    garder(guichet, page, precision=RECIT)
    sans_cle = Client()
    connecter(sans_cle, agent.compte)
    session = sans_cle.session
    del session[AGENT_VERIFIE]
    session.save()
    for adresse in ("/brouillons/", "/brouillons/effacer/"):
        reponse = sans_cle.post(adresse, {"brouillon_page": page, "brouillon_envoi": page, "precision": "autre"})
        assert reponse.url == reverse("agents_verification")
    assert RECIT[:20] in guichet.get(page).content.decode()


def test_the_words_of_the_reason_of_the_page_are_not_touched(guichet, demarche):
    """Only what is typed: the state that the page showed, by which two agents do not act on each other, is that of today."""
    page = sur("refuser", demarche)
    garder(guichet, page, precision=RECIT, vu="un état d’hier")
    assert "un état d’hier" not in guichet.get(page).content.decode()


def test_the_conversation_with_a_person_too(guichet, agent, demarche):
    fil = ecriture.ecrire(
        demarche.assure, theme="remboursement", sujet="Soins", texte="Rien reçu.", cle="un", acteur="assure:essai"
    )
    page, envoi = (reverse(f"admin:accounts_fil_{nom}", args=[fil.pk]) for nom in ("change", "repondre"))
    guichet.post("/brouillons/", {"texte": RECIT, "brouillon_page": page, "brouillon_envoi": envoi})
    assert "page &lt;b&gt;à votre dossier" in guichet.get(page).content.decode()
