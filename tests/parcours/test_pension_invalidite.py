"""Somebody asks for a pension from the four questions to the receipt: no screen asks about his health."""

from __future__ import annotations

import re

import pytest

from tests.fabriques_fichiers import pdf
from tests.parcours.conftest import CLAVIER, RECITS, SANS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
TITRE = "Demander une pension d’invalidité"
QUI = {"avec JavaScript": "thomas", "sans JavaScript": "valerie"}  # one request at a time


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_pension_is_asked_for_without_a_word_on_health(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()[QUI[maniere.nom]])
    demander(pilote)
    pilote.lire("Votre demande est envoyée")
    pilote.aller("/suivi/")
    pilote.lire(TITRE)
    remettre(pilote)


@pytest.mark.parametrize("maniere", [SANS, CLAVIER], ids=lambda maniere: maniere.nom)
def test_what_the_caisse_proposes_is_looked_at_then_accepted_with_what_it_knows(piloter, site: Site, maniere):
    """Nothing is settled, so that each manner finds it: who hesitates reads what no means, comes back, and begins."""
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["corinne"])
    pilote.lire("Votre caisse vous propose une démarche")
    pilote.aller("/demarches/pension-invalidite/")
    pilote.lire("Votre caisse vous propose une pension d’invalidité")
    pilote.suivre("Refuser de donner suite")
    pilote.lire("rien ne change")
    pilote.suivre("Revenir à la proposition")
    pilote.cliquer("Accepter, faire la demande")
    pilote.lire("Mes informations")
    pilote.cliquer("Suivant")
    assert pilote.est_coche("Activité salariée"), "the caisse knows it"
    pilote.cocher('input[name="tierce_personne"][value="non"]')
    pilote.cocher('input[name="accident"][value="non"]')
    pilote.cliquer("Suivant")
    assert pilote.valeur("Nom de l’employeur") == "Thermes de l’Adour"
    pilote.aller("/demarches/pension-invalidite/")
    pilote.lire("Reprendre")


def test_an_appointment_is_chosen_then_cancelled_by_keyboard(piloter, site: Site):
    """Gilles reads on home that the doctor wants to see him; what he chose stands on the page of his request."""
    pilote = piloter(CLAVIER)
    entrer(pilote, site.personas()["gilles"])
    pilote.lire("Rendez-vous au service médical")
    pilote.cliquer_sur("main a[href*='/repondre/']")
    pilote.lire("Quel rendez-vous choisissez-vous")
    pilote.cliquer("Envoyer ma réponse")
    pilote.lire("Choisissez un rendez-vous, ou dites qu’aucun ne convient")
    pilote.cocher('input[name="moment"]')
    pilote.cliquer("Envoyer ma réponse")
    pilote.lire("Votre rendez-vous au service médical")
    assert b"DTSTART" in pilote.telecharger("Ajouter à mon agenda")
    pilote.suivre("Annuler mon rendez-vous")
    pilote.lire("une seule fois")
    pilote.cliquer("Annuler mon rendez-vous")
    pilote.lire("Le service médical le sait")
    pilote.ne_plus_lire("Ajouter à mon agenda")


def remettre(pilote: Pilote) -> None:
    """A medical document, afterwards: asked for by its field when it is forgotten."""
    pilote.cliquer_sur("main a[href*='/suivi/D-']")
    pilote.suivre("Remettre un document médical")
    pilote.cliquer("Remettre un document médical")
    pilote.lire("Ajoutez ce document")
    pilote.joindre("Un document médical", ("certificat.pdf", pdf()))
    pilote.cliquer("Remettre un document médical")
    pilote.lire("Seul le service médical le lit")
    pilote.lire("certificat.pdf")


def demander(pilote: Pilote) -> None:
    """The whole way, without a medical document."""
    aller_aux_pieces(pilote)
    envoyer(pilote)


def envoyer(pilote: Pilote) -> None:
    pilote.choisir(re.compile("J’atteste sur l’honneur"))
    pilote.cliquer("Tout est bon")


def aller_aux_pieces(pilote: Pilote) -> None:
    """As far as the check page, with a SIRET that is wrong at first."""
    pilote.aller("/demarches/")
    pilote.suivre(TITRE)
    pilote.lire("Est-ce pour moi")
    pilote.cliquer("Je démarre ma demande")
    pilote.lire("Mes informations")
    pilote.cliquer("Suivant")
    pilote.choisir("Activité salariée")
    pilote.cocher('input[name="tierce_personne"][value="non"]')
    pilote.choisir("Je préfère en parler à un agent")
    pilote.cliquer("Suivant")
    pilote.remplir("Nom de l’employeur", "Scierie des Landes")
    pilote.remplir("Numéro SIRET", "732 829 320 00075")
    pilote.remplir("Votre poste", "Agent forestier")
    pilote.remplir("Date d’embauche", "01/03/2015")
    pilote.choisir("Temps plein")
    pilote.cocher('input[name="maintien"][value="non"]')
    pilote.cliquer("Suivant")
    pilote.lire("Ce numéro SIRET n’est pas juste")
    pilote.remplir("Numéro SIRET", "732 829 320 00074")
    pilote.cliquer("Suivant")
    pilote.lire("Scierie des Landes")
    pilote.cliquer("Tout est bon")
    pilote.choisir("Je n’en envoie pas maintenant")
    pilote.cliquer("Je valide ma demande")
    pilote.lire("9,1 % de retenues")
