"""A child on Marc's card too: asked in five screens, a typo corrected; Marc is warned, an agent decides, both read it."""

from __future__ import annotations

import re

import pytest

from demarches.moteur.fichiers_d_exemple import piece
from tests.parcours.conftest import AVEC, RECITS
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
TITRE = "Inscrire votre enfant sur la carte Vitale de l’autre parent"


# A request makes its asker wait fifteen days: one person for each telling.
QUI = {"avec JavaScript": ("lea", ("Zoé", "Tom")), "sans JavaScript": ("nadia", ("Yanis", "Inès"))}


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_request_is_sent_in_five_screens_and_its_typo_is_corrected(piloter, site: Site, maniere):
    (cle, prenoms), pilote = QUI[maniere.nom], piloter(maniere)
    entrer(pilote, site.personas()[cle])
    demander(pilote, site, prenoms, nom="Lafite")
    pilote.lire("Votre demande est envoyée")
    pilote.suivre("Suivre ma démarche")
    premiere = reference(pilote)
    pilote.suivre("Corriger ma demande")
    pilote.cliquer("Corriger ma demande")
    pilote.lire("Vous corrigez votre demande")
    pilote.suivre("Modifier", dans=".recapitulatif__section")
    pilote.remplir("Son nom de naissance", "Lafitte")
    pilote.cliquer("Continuer")
    valider(pilote)
    pilote.suivre("Suivre ma démarche")
    pilote.lire("Elle remplace votre demande")
    assert reference(pilote) != premiere
    pilote.aller("/mes-informations/")
    pilote.lire("Carte de l’autre parent")
    pilote.aller("/demarches/double-rattachement/")
    pilote.lire("Il faut attendre 15 jours entre deux demandes")


def test_the_other_parent_is_warned_an_agent_decides_and_both_read_it(piloter, site: Site):
    pilote, autre, agent = piloter(AVEC), piloter(AVEC), piloter(AVEC)
    entrer(pilote, site.personas()["delphine"])
    demander(pilote, site, ("Jade", "Nino"))
    pilote.suivre("Suivre ma démarche")
    demarche = reference(pilote)
    entrer_au_guichet(agent, "LANDES-01")
    agent.aller(f"/agents/demarches/demarche/?q={demarche}")
    agent.suivre(demarche)
    agent.lire("Identité concordante")
    agent.cliquer("Prendre")
    agent.suivre("Identité, numéro et filiation concordent")
    agent.remplir(re.compile("Pourquoi"), "Le livret de famille le montre.")
    agent.cliquer("Identité, numéro et filiation concordent")
    agent.lire("Le second parent est prévenu")
    entrer(autre, site.personas()["marc"])
    autre.lire("Un enfant bientôt sur votre carte Vitale")
    autre.suivre("Répondre")
    autre.lire("Il est demandé que")
    autre.choisir("Oui, c’est prévu")
    autre.cliquer("Envoyer ma réponse")
    agent.relire()
    agent.suivre("Accepter")
    for rang in range(2):
        agent.choisir(re.compile(r"^\s*Accorder\s*$"), rang=rang)
    agent.cliquer("Accepter la démarche")
    agent.lire("Enfant inscrit sur les deux cartes")
    autre.aller("/mes-informations/")
    autre.lire("La complémentaire santé ne suit pas")
    pilote.relire()
    pilote.lire("Ce que votre caisse a décidé")


def demander(pilote: Pilote, site: Site, prenoms: tuple[str, ...], nom: str = "Lafitte") -> None:
    """The whole way, with what is forgotten at first."""
    pilote.aller("/demarches/")
    pilote.suivre(TITRE)
    pilote.cliquer("Commencer")
    pilote.lire("L’autre parent doit être d’accord")
    pilote.cliquer("J’ai compris !")
    pilote.remplir("Son nom de naissance", nom)
    pilote.remplir("Son prénom", "Marc")
    pilote.remplir("Sa date de naissance", "12/05/1985")
    pilote.remplir("Son numéro de Sécurité sociale", "1 85 05 40 999 001 26")
    pilote.cliquer("Continuer")
    pilote.lire("clé")
    pilote.remplir("Son numéro de Sécurité sociale", site.personas()["marc"]["nir_complet"])
    pilote.cliquer("Continuer")
    pilote.cliquer("Continuer")
    pilote.lire("Choisissez au moins un enfant")
    for prenom in prenoms:
        pilote.choisir(re.compile(prenom))
    pilote.cliquer("Continuer")
    pilote.choisir("Moi pour tous, comme aujourd’hui")
    pilote.cliquer("Continuer")
    pilote.joindre("Le livret de famille, ou l’extrait d’acte de naissance", ("livret.jpg", piece("LIVRET")))
    pilote.cliquer("Continuer")
    pilote.choisir(re.compile("J’atteste sur l’honneur"))
    pilote.cliquer("Valider")
    pilote.lire("Cochez la case pour confirmer cet accord")
    valider(pilote)


def valider(pilote: Pilote) -> None:
    pilote.choisir(re.compile("J’atteste sur l’honneur"))
    pilote.choisir(re.compile("second parent est d’accord"))
    pilote.cliquer("Valider")


def reference(pilote: Pilote) -> str:
    trouvee = re.search(r"D-\w{4}-\w{4}-\w{4}", pilote.texte())
    assert trouvee is not None
    return trouvee[0]
