"""Sylvie changed employer: two organisms ask for her decomptes, nothing is sent any more. She is asked as she signs in, and chooses."""

from __future__ import annotations

import re

import pytest

from tests.parcours.conftest import AVEC, RECITS
from tests.parcours.entree import arriver, entrer_au_guichet
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
# Who still has a choice to make: one for each manner, people share one site here.
QUI = {"Sylvie": "sylvie", "Denis": "denis"}
GARDE = re.compile("Santé des Entreprises du Sud")


@pytest.mark.parametrize(
    ("maniere", "prenom"), list(zip(RECITS, QUI, strict=True)), ids=lambda un: getattr(un, "nom", un)
)
def test_the_choice_stands_before_the_page_is_made_in_two_screens_and_gives_its_papers(
    piloter, site: Site, maniere, prenom
):
    pilote = piloter(maniere)
    arriver(pilote, site.personas()[QUI[prenom]], "/mes-paiements/")
    pilote.lire("Deux complémentaires sont enregistrées pour vous")
    pilote.lire("Choisir ici ne résilie aucun contrat")
    pilote.cliquer("Plus tard")
    pilote.lire("Mes paiements")
    pilote.aller("/")
    pilote.suivre("Sélectionner")
    pilote.cliquer("Sélectionner")
    pilote.cliquer("Valider")
    pilote.lire("Choisissez pour vous.")
    pilote.choisir(GARDE)
    pilote.cliquer("Valider")
    pilote.lire("est gardé")
    pilote.lire("ne résilie aucun contrat")
    pilote.cliquer("Je confirme")
    pilote.lire("Votre choix est enregistré")
    pilote.lire("Lettre à")
    assert pilote.telecharger(re.compile("Lettre à")).startswith(b"%PDF")
    pilote.aller("/suivi/")
    pilote.lire("Choix enregistré")


def test_an_agent_chooses_for_a_family_of_five_with_a_reason(piloter, site: Site):
    agent, pilote = piloter(AVEC), piloter(AVEC)
    entrer_au_guichet(agent, "LANDES-01")
    agent.aller("/agents/demarches/chevauchement/")
    agent.lire("Plus de quatre personnes sont concernées")
    agent.lire("La Complémentaire santé solidaire est parmi elles")
    arriver(pilote, site.personas()["florence"], "/")
    pilote.lire("Votre caisse fait ce choix avec vous")
