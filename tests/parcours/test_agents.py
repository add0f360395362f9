"""An agent refuses a request; the person understands why and what to do. A stranger's request is stopped from the mail."""

from __future__ import annotations

import re

import pytest

from tests.fabriques_iban import iban_francais
from tests.parcours.conftest import MANIERES
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_iban import changer_d_iban, se_connecter

pytestmark = pytest.mark.navigateur

AVEC, TELEPHONE = MANIERES[0], MANIERES[2]


def test_a_foreign_iban_waits_for_an_agent_whose_refusal_the_person_understands(piloter, site: Site):
    chloe = site.personas()["chloe"]
    personne = piloter(TELEPHONE)
    se_connecter(personne, chloe)
    personne.aller("/demarches/iban/")
    changer_d_iban(personne, chloe, "DE89 3704 0044 0532 0130 00", bic="COBADEFFXXX")

    agent = entrer_au_guichet(piloter(AVEC), "LANDES-01")
    agent.aller("/agents/demarches/demarche/?controle=oui")
    agent.lire("à contrôler")
    agent.page.locator("#result_list tbody a").first.click()
    agent.lire("Points à contrôler")
    assert "DE89370400440532013000" not in agent.page.content().replace(" ", "")
    agent.suivre("Refuser", exact=True)
    agent.cliquer("Refuser la démarche")
    agent.lire("Ce champ est obligatoire")
    agent.page.locator("#id_motif").select_option(index=1)
    agent.remplir("Précision", "Le nom ne va pas avec ce compte.")
    agent.cliquer("Refuser la démarche")
    agent.lire("La personne en est prévenue")

    personne.aller("/suivi/")
    personne.page.locator("main a[href*='/suivi/D-']").first.click()
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

    victime = piloter(TELEPHONE)
    for _ in range(40):
        victime.aller("/bac-a-sable/courrier/?personne=bernard")
        if victime.page.get_by_role("link", name="Changement de vos coordonnées bancaires").count():
            break
        victime.page.wait_for_timeout(250)
    victime.suivre("Changement de vos coordonnées bancaires")
    victime.page.locator("main a[href*='/suivi/contester/']").first.click()
    victime.verifier_la_page()
    voleur.aller("/mes-informations/")  # reading the page of the link has changed nothing
    victime.page.locator("main form button").first.click()
    victime.lire(re.compile("gelé", re.IGNORECASE))

    voleur.page.goto(site.adresse + "/mes-informations/")
    assert "/connexion/" in voleur.page.url
    voleur.remplir("Numéro de Sécurité sociale", bernard["nir"])
    voleur.remplir("Mot de passe", bernard["mot_de_passe"])
    voleur.cliquer("Me connecter")
    assert voleur.titre == "Votre compte est gelé"


def entrer_au_guichet(pilote: Pilote, matricule: str) -> Pilote:
    pilote.aller("/agents/")
    pilote.remplir("Matricule", matricule)
    pilote.remplir("Mot de passe", "Bonjour-Agents-2026")
    pilote.cliquer("Connexion")
    return pilote
