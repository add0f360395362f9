"""A family orders its European cards the week before leaving, in each way that people use the site."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ameli.noyau.formats import date_courte
from ameli.noyau.horloge import temps_reel
from tests.outils.pdf import texte, verifier_structure
from tests.parcours.conftest import RECITS
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

# People share one site and one clock here: one for each manner, who has no card yet.
QUI = {"avec JavaScript": "nadia", "sans JavaScript": "patrick"}


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_card_is_ordered_the_certificate_comes_at_once_and_the_card_after_ten_days(piloter, site: Site, maniere):
    persona = site.personas()[QUI[maniere.nom]]
    pilote = piloter(maniere)
    entrer(pilote, persona)
    pilote.aller("/demarches/")
    pilote.suivre("Carte européenne d’assurance maladie (CEAM)")
    pilote.cliquer("Commencer")
    commander(pilote, persona)

    contenu = pilote.telecharger(re.compile("certificat provisoire"))
    assert not verifier_structure(contenu)
    assert persona["nom"].upper() in texte(contenu).upper()

    pilote.avancer(bouton="10 jours")
    pilote.aller("/suivi/")
    pilote.lire("Carte reçue")
    pilote.aller("/demarches/ceam/")
    pilote.cliquer("Commencer")
    pilote.lire("valable jusqu’au")
    pilote.suivre("Voir l’image de la carte")
    pilote.lire("Cette image ne remplace pas la carte.")
    pilote.lire(persona["nom"].upper())


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_journey_is_prepared_then_the_card_is_stolen_and_another_one_ordered_at_once(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["pauline"])
    pilote.aller("/demarches/ceam/")
    pilote.suivre("Préparer un voyage")
    pilote.cliquer("Vérifier")
    pilote.lire("Choisissez un pays.")
    pilote.remplir("Pays", "Norvège")
    for libelle, dans in (("Date de départ", 5), ("Date de retour", 12)):
        pilote.remplir(libelle, date_courte(temps_reel() + timedelta(days=dans)))
    pilote.cliquer("Vérifier")
    pilote.lire("La carte suffit")
    pilote.lire("selon votre nationalité")

    pilote.aller("/demarches/ceam/")
    pilote.cliquer("Commencer")
    pilote.cliquer("Suivant")
    pilote.lire("Cochez au moins une personne.")
    pilote.choisir("Déclarer une carte volée pour Pauline")
    pilote.cliquer("Suivant")
    pilote.choisir("Non")
    pilote.cliquer("Valider")
    pilote.cliquer("Continuer")
    assert pilote.titre == "Votre commande est enregistrée"
    pilote.aller("/mes-informations/")
    assert pilote.boutons("Voir la carte", role="link") == 0


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_an_agent_notes_a_letter_that_came_back_and_posts_it_again(piloter, site: Site, maniere):
    pauline = site.personas()["pauline"]
    agent, pilote = entrer_au_guichet(piloter(maniere), "LANDES-01"), piloter(maniere)
    agent.aller("/agents/accounts/carteeuropeenne/")
    agent.suivre("Trouver une carte")
    agent.cliquer("Chercher")
    agent.lire("Donnez le numéro de la carte, ou celui de la personne.")
    agent.remplir("numéro de Sécurité sociale du titulaire", pauline["nir"])
    agent.cliquer("Chercher")
    agent.choisir("Réponse à un courrier")
    agent.cliquer("Ouvrir le dossier")
    agent.lire("Pauline Casanova")
    agent.suivre("Noter le retour du courrier")
    agent.cliquer("Noter le retour du courrier")
    agent.lire("Écrivez pourquoi vous le faites.")
    agent.remplir("Pourquoi", "N’habite pas à l’adresse indiquée")
    agent.cliquer("Noter le retour du courrier")
    agent.lire("Retour noté.")
    agent.lire("Revenue par la poste")

    entrer(pilote, pauline)
    pilote.aller("/messagerie/")
    pilote.suivre("Votre carte européenne nous est revenue")
    pilote.lire("Regardez votre adresse")

    agent.suivre("Renvoyer la carte")
    agent.remplir("Pourquoi", "Adresse corrigée par téléphone")
    agent.cliquer("Renvoyer la carte")
    agent.lire("La carte est notée comme repartie.")
    agent.lire("Carte européenne envoyée de nouveau")


def commander(pilote: Pilote, persona: dict) -> None:
    assert pilote.titre == "Vos cartes européennes"
    if pilote.nombre("main input[type=checkbox]"):  # a family: each has a box of their own
        pilote.cliquer("Suivant")
        pilote.lire("Cochez au moins une personne.")
        pilote.choisir(f"Commander ma carte pour {persona['prenom']}")
        pilote.cliquer("Suivant")
    else:
        pilote.cliquer("Commander ma carte")
    assert pilote.titre == "Votre départ"
    pilote.choisir("Oui")
    pilote.cliquer("Valider")
    assert pilote.titre == "Vérifiez vos informations"
    pilote.lire("Certificat provisoire")
    pilote.cliquer("Continuer")
    assert pilote.titre == "Votre commande est enregistrée"
