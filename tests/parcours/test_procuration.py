"""Odette cannot go to the desk: her nephew goes. She gives it in three screens, an agent sees it served, she takes it back in two clicks."""

from __future__ import annotations

import re

import pytest

from tests.parcours.conftest import AVEC, RECITS
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
TITRE = "Faire ou révoquer une procuration en ligne"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_procuration_is_given_in_three_screens_and_taken_back_in_two_clicks(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["odette"])
    reference = donner(pilote)
    pilote.aller("/mes-informations/")
    pilote.lire("Monsieur Paul Darrigade")
    pilote.suivre("Révoquer")
    pilote.lire("Nous n’écrivons pas à votre mandataire")
    pilote.cliquer("Révoquer ma procuration")
    pilote.lire("Votre procuration est révoquée")
    pilote.lire("Personne n’agit pour vous à l’accueil")
    pilote.aller("/suivi/")
    pilote.lire("Procuration révoquée")
    assert reference


def test_the_desk_checks_it_writes_its_use_and_the_person_is_told(piloter, site: Site):
    pilote, agent = piloter(AVEC), piloter(AVEC)
    entrer(pilote, site.personas()["odette"])
    reference = donner(pilote)
    entrer_au_guichet(agent, "LANDES-01")
    agent.aller("/agents/demarches/procuration/verifier/")
    agent.remplir("Référence ou code", reference)
    agent.remplir("Le nom du mandataire", "Darrigade")
    agent.cliquer("Vérifier")
    agent.lire("Monsieur Paul Darrigade")
    agent.choisir(re.compile("J’ai vu sa pièce d’identité"))
    agent.choisir("Indemnités journalières")
    agent.cliquer("Noter l’usage")
    agent.lire("La personne assurée en est prévenue tout de suite")
    pilote.ouvrir_le_courriel("odette", "Votre procuration vient de servir").fermer()
    pilote.aller("/demarches/procuration/")
    pilote.suivre("Révoquer")
    pilote.cliquer("Révoquer ma procuration")
    agent.relire()
    agent.lire("Cette procuration n’est plus valable")


def donner(pilote: Pilote) -> str:
    """The whole way, with what is forgotten at first; the reference of the procuration."""
    pilote.aller("/demarches/")
    pilote.suivre(TITRE)
    pilote.lire("Ne prêtez jamais votre mot de passe")
    pilote.cliquer("Je démarre ma demande")
    pilote.choisir("Monsieur")
    pilote.remplir("Le nom du mandataire", "Darrigade")
    pilote.remplir("Le prénom du mandataire", "Paul")
    pilote.remplir("Né(e) le", "14/03/2020")
    pilote.cliquer("Suivant")
    pilote.lire("Cette personne a moins de 18 ans")
    pilote.remplir("Né(e) le", "14/03/1985")
    pilote.cliquer("Suivant")
    code = pilote.lire_le_courriel("odette", "Votre code de sécurité", r"code de sécurité\s: (\d{4})")
    pilote.remplir("Code de sécurité", code)
    pilote.cliquer("Suivant")
    pilote.lire("inclus")
    pilote.choisir(re.compile("J’atteste sur l’honneur"))
    pilote.cliquer("Je valide ma demande")
    pilote.lire("Télécharger / Imprimer")
    pilote.aller("/demarches/procuration/")
    trouvee = re.search(r"P-\w{4}-\w{4}", pilote.texte())
    assert trouvee is not None
    return trouvee[0]
