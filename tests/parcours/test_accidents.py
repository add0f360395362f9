"""What happens to everybody: a session that ends, a second device, an old tab, the back button, a second click."""

from __future__ import annotations

import pytest

from tests.parcours.conftest import RECITS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

QUI = {"avec JavaScript": "camille", "sans JavaScript": "ange"}
AILLEURS = "Vous avez modifié cette étape dans un autre onglet ou sur un autre appareil."


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
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
    assert ordinateur.est_coche("Oui"), "what was typed stays"
    ordinateur.cliquer("Valider")

    telephone.relire()
    telephone.cliquer("Continuer")
    confirmation = telephone.ou
    assert telephone.titre == "Votre commande est enregistrée"
    telephone.revenir()
    if telephone.titre == "Vérifiez vos informations":
        telephone.cliquer("Continuer")
    assert telephone.ou == confirmation
    ordinateur.cliquer("Continuer")
    assert ordinateur.ou == confirmation

    ordinateur.aller("/suivi/")
    assert ordinateur.nombre("main a[href*='/suivi/D-']", "Carte européenne") == 1


def la_session_finit(pilote: Pilote, persona: dict) -> None:
    """The next click leads to the sign-in page, which leads back to the step."""
    pilote.oublier_les_cookies("sessionid")
    pilote.choisir("Non")
    pilote.cliquer("Valider")
    assert pilote.titre == "J’accède à mon compte ameli"
    pilote.remplir("Numéro de Sécurité sociale", persona["nir"])
    pilote.remplir("Mot de passe", persona["mot_de_passe"])
    pilote.cliquer("Me connecter")
    assert "/depart/" in pilote.ou
