"""A birth: declared in three minutes, followed from the town hall to the card; twins; a grief; an agent and a slip of the pen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.parcours.conftest import AVEC, RECITS
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

QUI = {"avec JavaScript": ("elodie", "Jade"), "sans JavaScript": ("aurelie", "Rose")}


def il_y_a(jours: int) -> str:
    return f"{date.today() - timedelta(days=jours):%d/%m/%Y}"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_birth_is_declared_and_followed_to_the_number(piloter, site: Site, maniere):
    (cle, prenom), pilote = QUI[maniere.nom], piloter(maniere)
    entrer(pilote, site.personas()[cle])
    pilote.aller("/demarches/")
    pilote.suivre("Déclaration du nouveau-né")
    pilote.cliquer("Commencer")
    situation(pilote)
    enfant(pilote, prenom, mairie=3)
    pilote.lire("Revenez à partir du")
    pilote.remplir("Date de la déclaration à la mairie", il_y_a(6))
    pilote.cliquer("Continuer")
    assert pilote.titre == "Votre enfant"
    finir(pilote)
    pilote.suivre("Suivre ma démarche")
    pilote.lire("De la mairie à la carte Vitale")

    pilote.avancer(bouton="48 heures")
    pilote.aller("/mes-informations/")
    pilote.lire(prenom)
    pilote.lire("En cours d’attribution")
    pilote.aller("/documents/attestation-de-droits/")
    pilote.lire(prenom)

    pilote.avancer(duree="27j")
    pilote.aller("/messagerie/")
    pilote.suivre("Mettez votre carte Vitale à jour")
    pilote.lire("Informez votre complémentaire santé")


def test_twins_then_a_situation_of_which_nothing_is_asked(piloter, site: Site):
    pilote = piloter(AVEC)
    entrer(pilote, site.personas()["maite"])
    pilote.aller("/demarches/naissance/")
    pilote.cliquer("Commencer")
    situation(pilote)
    enfant(pilote, "Lou-Ann", mairie=6)
    pilote.suivre("Ajouter un enfant")
    assert pilote.valeur("Nom de l’enfant") == "D’Almeida"
    enfant(pilote, "Émile", mairie=6, sexe="Masculin")
    finir(pilote)
    pilote.suivre("Suivre ma démarche")
    pilote.suivre("Ma situation est particulière")
    pilote.lire("rien à expliquer")
    pilote.cliquer("Ma situation est particulière")
    pilote.lire("Vos droits ne changent pas")
    pilote.ne_plus_lire("De la mairie à la carte Vitale")
    pilote.avancer(duree="40j")
    pilote.aller("/mes-informations/")
    pilote.ne_plus_lire("Lou-Ann")


def test_an_agent_reads_both_names_and_takes_those_of_the_register(piloter, site: Site):
    agent = piloter(AVEC)
    entrer_au_guichet(agent, "GIRONDE-01")
    agent.aller("/agents/demarches/demarche/")
    agent.cliquer_sur("#result_list tbody a")
    agent.lire("Déclaré et état civil")
    agent.lire("Matéo")
    agent.suivre("Corriger d’après l’état civil")
    agent.remplir("Pourquoi", "Appel de la personne")
    agent.cliquer("Corriger d’après l’état civil")
    agent.lire("Corrigé d’après l’état civil")


def situation(pilote: Pilote) -> None:
    assert pilote.titre == "Votre situation"
    pilote.cliquer("Continuer")
    pilote.lire("Choisissez votre situation.")
    pilote.choisir("Mon enfant est né en France")
    pilote.choisir("Moi")
    pilote.cliquer("Continuer")


def enfant(pilote: Pilote, prenom: str, *, mairie: int, sexe: str = "Féminin") -> None:
    pilote.remplir("Nom de l’enfant", "D’Almeida")
    pilote.remplir("Prénoms de l’enfant", prenom)
    pilote.remplir("Date de naissance de l’enfant", il_y_a(8))
    pilote.remplir("Département de naissance", "40 – Landes")
    pilote.choisir(sexe)
    pilote.remplir("Date de la déclaration à la mairie", il_y_a(mairie))
    pilote.cliquer("Continuer")


def finir(pilote: Pilote) -> None:
    pilote.cliquer("Continuer")
    assert pilote.titre == "Le second parent"
    pilote.cliquer("Continuer")
    assert pilote.titre == "Vérifiez vos informations"
    pilote.cliquer("Je confirme")
    assert pilote.titre == "Votre déclaration est prise en compte"
