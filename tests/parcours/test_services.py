"""From the public catalogue to a démarche, and from a line of « Mes informations » to what changes it; axe on every page."""

from __future__ import annotations

import pytest

from tests.parcours.conftest import RECITS
from tests.parcours.entree import entrer
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_visitor_reads_what_a_service_is_and_uses_it(piloter, site: Site, maniere):
    pilote, persona = piloter(maniere), site.personas()["lea"]
    pilote.aller("/connexion/")
    pilote.suivre("Les services")
    assert pilote.titre == "Les services du compte"
    pilote.suivre("Modifier mes coordonnées bancaires")
    for texte in ("Pour qui", "Les écrans", "Le titulaire du compte", "48 heures", "Les avantages", "Ordinateur"):
        pilote.lire(texte)
    pilote.suivre("Utiliser ce service")
    pilote.se_connecter(persona)
    assert pilote.titre == "Modifier mes coordonnées bancaires"
    pilote.suivre("Tout savoir sur ce service")
    assert pilote.titre == "Modifier mes coordonnées bancaires"
    pilote.lire("Les écrans")


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_line_of_mes_informations_leads_to_what_changes_it(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["marc"])
    pilote.aller("/demarches/")
    for bloc in ("En 2 clics", "Télécharger", "Suivre mes démarches"):
        pilote.lire(bloc)
    pilote.aller("/mes-informations/")
    for titre in ("Mon identité", "Ma caisse et mes droits", "Mes bénéficiaires", "Historique de mes informations"):
        pilote.lire(titre)
    pilote.suivre("Modifier mes coordonnées bancaires", dans="main")
    assert pilote.titre == "Modifier mes coordonnées bancaires"
