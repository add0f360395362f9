"""The Complémentaire santé solidaire: estimated, asked for a foyer, granted by an agent; free at once with the RSA; a refusal that is read."""

from __future__ import annotations

import re

import pytest

from demarches.moteur.fichiers_d_exemple import piece
from tests.parcours.conftest import AVEC, RECITS
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

TITRE = "Faire une demande de Complémentaire santé solidaire"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_foyer_is_estimated_then_asked_for_and_granted(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["nadia"])
    pilote.aller("/demarches/")
    pilote.suivre(TITRE)
    pilote.lire("C’est votre première demande")
    pilote.suivre("Estimer d’abord")
    estimer(pilote)
    pilote.suivre("Faire ma demande")
    aller_aux_pieces(pilote)
    pilote.joindre("Avis d’imposition ou ASDIR", ("avis.jpg", piece("AVIS")))
    if pilote.javascript:  # a script sends it by itself
        pilote.lire(re.compile("avis.jpg.*prêt à partir"))
    else:
        pilote.cliquer("Ajouter ces fichiers")
    pilote.lire("avis.jpg")
    pilote.choisir("J’atteste sur l’honneur")
    pilote.cliquer("Je valide ma demande")
    assert pilote.titre == "Votre demande est envoyée"
    pilote.lire("Réponse au plus tard le")
    pilote.suivre("Suivre ma démarche")
    pilote.lire("Revenus demandés aux organismes")


def test_the_rsa_that_the_caisse_knows_is_free_without_a_question_on_resources(piloter, site: Site):
    pilote = piloter(AVEC)
    entrer(pilote, site.personas()["samia"])
    pilote.aller("/demarches/c2s/")
    pilote.lire("nous ne vous demandons pas vos ressources")
    pilote.cliquer("Je démarre ma demande")
    assert pilote.est_coche("Le RSA")
    pilote.choisir("Célibataire")
    pilote.choisir("Locataire, sans aide au logement")
    pilote.cliquer("Suivant")
    pilote.cliquer("Personne d’autre")
    pilote.choisir("Ma caisse d’assurance maladie")
    pilote.cliquer("Suivant")
    assert pilote.titre == "Vérifiez vos informations"
    pilote.choisir("J’atteste sur l’honneur")
    pilote.cliquer("Je valide ma demande")
    pilote.aller("/messagerie/")
    pilote.suivre("Votre Complémentaire santé solidaire est accordée")
    pilote.lire("Elle est gratuite")


def test_a_refusal_shows_its_calculation_and_lets_an_amount_be_contested(piloter, site: Site):
    pilote = piloter(AVEC)
    entrer(pilote, site.personas()["yvette"])
    pilote.aller("/suivi/")
    pilote.suivre(TITRE)
    pilote.lire(re.compile("14.378,40"))
    pilote.lire("938,40")
    pilote.suivre("Voir mes revenus lus chez les organismes")
    pilote.choisir("retraite")
    pilote.remplir("Ce qui n’est pas juste", "En mars, j’ai reçu 400 euros.")
    pilote.cliquer("Contester ce montant")
    pilote.lire("Un conseiller vous répond")

    agent = piloter(AVEC)
    entrer_au_guichet(agent, "LANDES-01")
    agent.aller("/agents/demarches/demarche/?etat=toutes")
    agent.lire("Droits complémentaires")
    agent.lire("Yvette Castagnos")


def estimer(pilote: Pilote) -> None:
    pilote.remplir("Enfants et personnes à charge de moins de 25 ans", "2")
    pilote.choisir("Locataire, avec une aide au logement (APL, ALS, ALF)")
    pilote.remplir("Aide au logement, par mois", "400")
    pilote.remplir("Ressources de tout le foyer, chaque mois", "980")
    pilote.remplir("Autres sommes, sur les douze mois", "1800")
    pilote.cliquer("Estimer")
    pilote.lire("Gratuite")
    pilote.lire(re.compile("15.882,60"))


def aller_aux_pieces(pilote: Pilote) -> None:
    """From the start page of Nadia to the check page."""
    pilote.cliquer("Je démarre ma demande")
    situation(pilote)
    assert pilote.titre == "Mon foyer" and pilote.est_coche("Yanis Belkacem")
    pilote.cliquer("Suivant")
    pilote.cliquer("Personne d’autre")
    pilote.cliquer("Suivant")
    pilote.lire("Choisissez qui doit gérer")
    pilote.choisir("Ma caisse d’assurance maladie")
    pilote.cliquer("Suivant")
    pilote.lire("Les montants ne s’affichent pas ici")
    pilote.choisir("Oui")
    pilote.cliquer("Suivant")
    pilote.cliquer("Rien à déclarer")
    assert pilote.titre == "Vérifiez vos informations"


def situation(pilote: Pilote) -> None:
    assert pilote.titre == "Ma situation"
    pilote.cliquer("Suivant")
    pilote.lire("Choisissez votre situation familiale.")
    pilote.choisir("Célibataire")
    pilote.choisir("Locataire, avec une aide au logement (APL, ALS, ALF)")
    pilote.remplir("Montant de l’aide au logement, par mois", "400")
    pilote.cliquer("Suivant")
