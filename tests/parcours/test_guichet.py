"""Somebody calls: found by their telephone, their message goes where it belongs, and a large notice leaves once two agents want it."""

from __future__ import annotations

import pytest

from tests.parcours.conftest import AVEC, RECITS, SANS
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.site import Site
from tests.parcours.test_messagerie import ecrire

pytestmark = pytest.mark.navigateur
QUI = {AVEC.nom: ("lea", "06 39 98 00 14", "Duprat"), SANS.nom: ("marc", "", "Duprat")}
AVIS = "Émettre un avis de sommes à payer"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_who_calls_is_answered_and_a_large_notice_takes_two_agents(piloter, site: Site, maniere):
    cle = "lea"
    personne = site.personas()[cle]
    elle = piloter(AVEC)
    entrer(elle, personne)
    elle.aller("/messagerie/")
    elle.suivre("Écrire à ma caisse")
    elle.suivre("Remboursement de soins")
    ecrire(elle, "Ma carte ne passe plus")

    agent = entrer_au_guichet(piloter(maniere), "LANDES-01")
    agent.suivre("Trouver une personne", exact=True, dans="main")
    agent.remplir("Ou bien, téléphone qui appelle", "+33 (0)6 39 98 00 14")
    agent.cliquer("Chercher")
    agent.choisir("Appel de la personne")
    agent.cliquer("Ouvrir le dossier")
    agent.lire("Léa Duprat")
    agent.suivre("Messages", exact=True)
    agent.suivre("Ma carte ne passe plus")
    agent.suivre("Transférer à un autre service")
    agent.choisir_la_ligne("Nouveau thème", 2)
    agent.remplir("Pourquoi (facultatif)", "Parle de sa carte")
    agent.cliquer("Transférer")
    agent.lire("Parle de sa carte")
    elle.aller("/messagerie/")
    elle.suivre("Ma carte ne passe plus")
    elle.lire("Votre message change de service")
    elle.ne_plus_lire("Parle de sa carte")

    agent.cliquer_sur(".dossier-cote a")
    agent.suivre("Argent", exact=True)
    agent.suivre(AVIS)
    agent.cliquer("Émettre l’avis")
    agent.lire("Choisissez une nature.")
    agent.choisir("Indemnités journalières versées en trop")
    agent.remplir("Pourquoi la personne doit cette somme", "Votre salaire de mars a été corrigé.")
    agent.remplir("Ce qui est dû", "Indemnités de mars")
    agent.remplir("Montant, en euros", "348,17")
    agent.cliquer("Émettre l’avis")
    agent.lire("un autre agent doit confirmer")
    elle.aller("/messagerie/")
    elle.ne_plus_lire("Un avis de sommes à payer")

    second = entrer_au_guichet(piloter(AVEC), "LANDES-02")
    second.suivre("Mouvements d’argent à confirmer")
    second.suivre("Léa Duprat")
    second.lire("Votre salaire de mars a été corrigé.")
    second.choisir("Confirmer : c’est fait tout de suite")
    second.cliquer("Enregistrer ma décision")
    second.lire("C’est fait.")
    elle.aller("/messagerie/")
    elle.suivre("Un avis de sommes à payer")
    elle.lire("Votre salaire de mars a été corrigé.")
    second.aller("/agents/demarches/demarche/statistiques/")
    second.lire("Statistiques de la caisse")
