"""What happens to everybody: a session that ends, a second device, an old tab, the back button, a second click."""

from __future__ import annotations

import re

import pytest

from tests.parcours.conftest import AVEC, SANS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

QUI = {"avec JavaScript": "camille", "sans JavaScript": "ange"}
AILLEURS = "Vous avez modifié cette étape dans un autre onglet ou sur un autre appareil."


@pytest.mark.parametrize("maniere", [AVEC, SANS], ids=lambda maniere: maniere.nom)
def test_every_accident_on_the_way_leads_to_one_demarche_and_one_confirmation(piloter, site: Site, maniere):
    persona = site.personas()[QUI[maniere.nom]]
    ordinateur = piloter(maniere)
    entrer(ordinateur, persona)
    ordinateur.aller("/demarches/ceam/")
    ordinateur.cliquer("Commencer")
    ordinateur.cliquer("Commander ma carte")
    assert ordinateur.titre == "Votre départ"

    la_session_finit(ordinateur, persona)
    assert ordinateur.titre == "Votre départ"

    telephone = piloter(maniere)
    entrer(telephone, persona)
    telephone.aller("/demarches/ceam/")
    telephone.suivre("Reprendre", exact=True)
    assert telephone.titre == "Votre départ"
    telephone.choisir("Non")
    telephone.cliquer("Valider")
    assert telephone.titre == "Vérifiez vos informations"

    ordinateur.choisir("Oui")
    ordinateur.cliquer("Valider")
    ordinateur.lire(AILLEURS)
    assert ordinateur.page.get_by_label("Oui").first.is_checked(), "what was typed stays"
    ordinateur.cliquer("Valider")

    telephone.page.reload()
    telephone.cliquer("Continuer")
    confirmation = telephone.page.url
    assert telephone.titre == "Votre commande est enregistrée"
    telephone.page.go_back()
    if telephone.titre == "Vérifiez vos informations":
        telephone.cliquer("Continuer")
    assert telephone.page.url == confirmation
    ordinateur.cliquer("Continuer")
    assert ordinateur.page.url == confirmation

    ordinateur.aller("/suivi/")
    assert ordinateur.page.locator("main a[href*='/suivi/D-']", has_text="Carte européenne").count() == 1


def la_session_finit(pilote: Pilote, persona: dict) -> None:
    """The next click leads to the sign-in page, which leads back to the step."""
    pilote.page.context.clear_cookies(name="sessionid")
    pilote.choisir("Non")
    pilote.cliquer("Valider")
    assert pilote.titre == "Me connecter"
    pilote.remplir("Numéro de Sécurité sociale", persona["nir"])
    pilote.remplir("Mot de passe", persona["mot_de_passe"])
    with pilote.page.expect_navigation(url=re.compile("/depart/")):
        pilote._activer(pilote.page.get_by_role("button", name="Me connecter"))
