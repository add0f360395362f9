"""Fatou adheres: she reads what her foyer pays, signs the mandate twice and with a code. Ludovic signs that of Anaïs. Lucie reads an unpaid month and where to pay it."""

from __future__ import annotations

import re

import pytest

from tests.parcours.conftest import AVEC, RECITS
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
TITRE = "Adhérer à la Complémentaire santé solidaire"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_an_adhesion_is_signed_online_and_opens_the_right(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["fatou"])
    pilote.aller("/demarches/adhesion-c2s/")
    pilote.lire("Fatou Diallo")
    pilote.lire("21,00")
    pilote.cliquer("J’adhère")
    pilote.choisir(re.compile("En ligne"))
    pilote.cliquer("Suivant")
    pilote.lire("Cochez la case pour adhérer")
    pilote.choisir(re.compile("J’adhère à la Complémentaire"))
    pilote.cliquer("Suivant")
    pilote.choisir(re.compile("Celui de mes remboursements"))
    pilote.choisir(re.compile("J’autorise ma caisse"))
    pilote.cliquer("Suivant")
    pilote.lire("Seconde signature")
    pilote.choisir(re.compile("J’autorise ma banque"))
    pilote.cliquer("Suivant")
    code = pilote.lire_le_courriel("fatou", "Votre code de sécurité", r"code de sécurité\s: (\d{4})")
    pilote.remplir("Code de sécurité", code)
    pilote.cliquer("Suivant")
    pilote.choisir(re.compile("J’atteste sur l’honneur"))
    pilote.cliquer("Je signe et j’adhère")
    pilote.lire("Votre adhésion est reçue")
    pilote.lire("Télécharger l’adhésion signée")
    pilote.aller("/mes-informations/")
    pilote.lire("Avec participation")
    pilote.suivre("Mes participations")
    pilote.lire("À venir")


def test_the_holder_of_the_account_signs_the_mandate_and_who_asked_reads_it(piloter, site: Site):
    ludovic, anais = piloter(RECITS[1]), piloter(AVEC)
    entrer(ludovic, site.personas()["ludovic"])
    ludovic.lire("Un mandat de prélèvement à signer")
    ludovic.suivre("Répondre")
    ludovic.lire("Anaïs Dubroca vous demande de payer")
    ludovic.choisir(re.compile("Oui, et je signe"))
    ludovic.choisir(re.compile("J’autorise ma caisse"))
    ludovic.cliquer("Envoyer ma réponse")
    ludovic.lire("Seconde signature")
    ludovic.choisir(re.compile("J’autorise ma banque"))
    ludovic.cliquer("Envoyer ma réponse")
    entrer(anais, site.personas()["anais"])
    anais.aller("/suivi/")
    anais.suivre(re.compile(TITRE))
    anais.lire("Un conseiller lit vos papiers")


def test_an_unpaid_month_is_told_on_home_and_an_agent_sees_it(piloter, site: Site):
    pilote, agent = piloter(AVEC), piloter(AVEC)
    entrer(pilote, site.personas()["lucie"])
    pilote.aller("/mes-paiements/complementaire-sante-solidaire/")
    pilote.lire("refusée par votre banque")
    pilote.suivre("Payer en ligne")
    pilote.lire("Participation à la Complémentaire santé solidaire")
    entrer_au_guichet(agent, "LANDES-01")
    agent.aller("/agents/accounts/accordc2s/")
    agent.lire("Lucie Bordenave")
