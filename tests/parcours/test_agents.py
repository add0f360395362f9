"""An agent refuses a request; the person understands why and what to do. A stranger's request is stopped from the mail."""

from __future__ import annotations

import re

import pytest

from tests.fabriques_iban import iban_francais
from tests.parcours.conftest import AVEC, RECITS, TELEPHONE
from tests.parcours.entree import code_de, entrer, entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_iban import changer_d_iban, se_connecter

pytestmark = pytest.mark.navigateur

# Two changes of account that wait at the caisse of the Landes; prints their references.
DEPOT = """
from accounts.models import Assure
from ameli.noyau import horloge
from demarches.catalogue.iban.teleservice import SERVICE as IBAN
from demarches.models import Demarche
from tests.suivi.salle import envoyer
assure = Assure.objects.systeme("journey").get(personne__nom_naissance="Diarra", personne__prenoms__startswith="Amadou")
reponses = {{
    "titulaire": {{"civilite": "MONSIEUR", "nom": "DIARRA", "prenom": "AMADOU"}},
    "compte": {{"iban": "{iban}", "bic": ""}},
}}
le = horloge.maintenant()
for rang in (1, 2):
    demarche = envoyer(assure, IBAN, le=le, alerte_le=le)
    Demarche.objects.systeme("journey").filter(pk=demarche.pk).update(reponses=reponses)
    print("REFERENCE", demarche.reference)
"""
MOTIF = re.compile("Motif")
NUMEROS = {maniere.nom: 7_000_021 + rang for rang, maniere in enumerate(RECITS)}


def test_a_foreign_iban_waits_for_an_agent_whose_refusal_the_person_understands(piloter, site: Site):
    chloe = site.personas()["chloe"]
    personne = piloter(TELEPHONE)
    entrer(personne, chloe)
    personne.aller("/demarches/iban/")
    changer_d_iban(personne, chloe, "DE89 3704 0044 0532 0130 00", bic="COBADEFFXXX")

    agent = entrer_au_guichet(piloter(AVEC), "LANDES-01")
    agent.aller("/agents/demarches/demarche/?controle=oui")
    agent.lire("à contrôler")
    agent.cliquer_sur("#result_list tr:has-text('Mathieu') a")
    agent.lire("Points à contrôler")
    assert "DE89370400440532013000" not in agent.html.replace(" ", "")
    agent.suivre("Refuser", exact=True)
    agent.cliquer("Refuser la démarche")
    agent.lire("Ce champ est obligatoire")
    agent.choisir_la_ligne(MOTIF, 1)
    agent.remplir("Précision", "Le nom ne va pas avec ce compte.")
    agent.cliquer("Refuser la démarche")
    agent.lire("La personne en est prévenue")

    personne.aller("/suivi/")
    personne.cliquer_sur("main a[href*='/suivi/D-']")
    personne.lire("Le nom ne va pas avec ce compte.")
    personne.aller("/messagerie/")
    personne.suivre("Vos coordonnées bancaires ne changent pas")
    personne.lire("Le nom ne va pas avec ce compte.")


def test_the_link_of_the_mail_stops_the_request_and_freezes_the_account(piloter, site: Site):
    bernard = site.personas()["bernard"]
    voleur = piloter(AVEC)
    se_connecter(voleur, bernard)
    voleur.aller("/demarches/iban/")
    changer_d_iban(voleur, bernard, iban_francais(30004, 12, 7_000_003))

    victime = piloter(TELEPHONE).ouvrir_le_courriel("bernard", "Changement de vos coordonnées bancaires")
    victime.cliquer_sur("main a[href*='/suivi/contester/']")
    voleur.aller("/mes-informations/")  # reading the page of the link has changed nothing
    victime.cliquer_sur("main form button")
    victime.lire(re.compile("gelé", re.IGNORECASE))

    voleur.passer("/mes-informations/")
    assert "/connexion/" in voleur.ou
    voleur.remplir("Numéro de Sécurité sociale", bernard["nir"])
    voleur.remplir("Mot de passe", bernard["mot_de_passe"])
    voleur.cliquer("Me connecter")
    assert voleur.titre == "Votre compte est gelé"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_an_agent_takes_reads_writes_and_decides_in_each_way_of_using_the_site(piloter, site: Site, maniere):
    une, deux = deposer_deux(site, iban_francais(30004, 12, NUMEROS[maniere.nom]))
    agent = se_connecter_au_guichet(piloter(maniere), "LANDES-02")
    assert agent.titre == "Mon travail"
    agent.lire("Prendre la suivante")

    cocher(agent, une, deux)
    agent.cliquer("Prendre")
    agent.lire("Prendre : 2 démarches")
    agent.cliquer("Prendre")
    agent.lire(re.compile(r"2\sdémarches traitées, 0\snon traitée"))
    agent.suivre(une)

    agent.suivre("Révéler une donnée")
    agent.lire("Traitement d’une démarche")
    agent.cliquer("Révéler")
    agent.lire("Cette page est la seule à l’afficher.")
    agent.suivre("J’ai terminé")
    agent.lire("Donnée affichée en entier")

    agent.suivre("Écrire à la personne")
    agent.remplir("Modèle", "Appelez-nous")
    agent.cliquer("Utiliser ce modèle")
    assert une in agent.valeur("Votre message")
    agent.cliquer("Envoyer le message")
    agent.lire("Message envoyé.")

    cocher(agent, deux)
    agent.cliquer("Remettre dans la file")
    agent.cliquer("Remettre dans la file")
    agent.lire("Remise dans la file.")
    cocher(agent, une, deux)
    agent.cliquer("Refuser")
    agent.cliquer("Refuser")
    agent.lire("Ce champ est obligatoire")
    agent.choisir_la_ligne(MOTIF, 1)
    agent.cliquer("Refuser")
    agent.lire(re.compile(r"2\sdémarches traitées, 0\snon traitée"))


def test_the_agent_who_comes_second_is_told_and_loses_no_word(piloter, site: Site):
    une, _ = deposer_deux(site, iban_francais(30004, 12, 7_000_030))
    premier, second = entrer_au_guichet(piloter(AVEC), "LANDES-01"), entrer_au_guichet(piloter(AVEC), "LANDES-02")
    for agent in (premier, second):
        agent.aller(f"/agents/demarches/demarche/?q={une}")
        agent.suivre(une)
    premier.suivre("Refuser", exact=True)
    premier.choisir_la_ligne(MOTIF, 1)
    premier.remplir("Précision", "Trois lignes bien pesées.")
    second.suivre("Accepter", exact=True)
    second.cliquer("Accepter la démarche")
    second.lire("Acceptée. La personne en est prévenue.")
    premier.cliquer("Refuser la démarche")
    premier.lire("Cette démarche a déjà été acceptée par Jérôme Lalanne")
    assert premier.valeur("Précision") == "Trois lignes bien pesées."
    assert premier.boutons("Refuser la démarche") == 0


def deposer_deux(site: Site, iban: str) -> list[str]:
    return re.findall(r"REFERENCE (\S+)", site.manage("shell", "-c", DEPOT.format(iban=iban)))


def cocher(agent: Pilote, *references: str) -> None:
    agent.aller("/agents/demarches/demarche/")
    for reference in references:
        agent.choisir(re.compile(reference))


def se_connecter_au_guichet(pilote: Pilote, matricule: str) -> Pilote:
    """Matricule, password, and the code that the practice page shows for this agent."""
    pilote.aller("/agents/")
    pilote.remplir("Matricule", matricule)
    pilote.remplir("Mot de passe", "Bonjour-Agents-2026")
    pilote.cliquer("Connexion")
    assert pilote.titre == "Espace agents\N{NO-BREAK SPACE}: vérification"
    for decalage in (0, 1, -1):  # a code that another window has just used is refused: the next one is already right
        pilote.remplir("Code", code_de(matricule, decalage))
        pilote.cliquer("Continuer")
        if pilote.titre != "Espace agents\N{NO-BREAK SPACE}: vérification":
            break
    return pilote
