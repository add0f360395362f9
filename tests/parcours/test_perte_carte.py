"""A card is lost: declared in two screens, worth nothing at once, and the order follows."""

from __future__ import annotations

import pytest

from tests.parcours.conftest import AVEC, RECITS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

# People share one site and one clock here: one for each manner, who has a card.
QUI = {"avec JavaScript": "pauline", "sans JavaScript": "marc"}


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_stolen_card_is_declared_and_the_order_is_one_button_away(piloter, site: Site, maniere):
    persona, pilote = site.personas()[QUI[maniere.nom]], piloter(maniere)
    entrer(pilote, persona)
    pilote.aller("/demarches/")
    pilote.suivre("Déclarer la perte ou le vol de carte Vitale")
    pilote.cliquer("Commencer")
    declarer(pilote, persona)
    pilote.lire("Il vous reste 4\u00a0jours")

    pilote.suivre("Continuer\u00a0: commander")
    assert pilote.titre == "Carte Vitale - Je commande en ligne ma carte Vitale"
    pilote.cliquer("Commencer")
    pilote.lire("Déclarée volée le")
    pilote.aller("/demarches/perte-carte-vitale/")
    pilote.lire("elle ne vaut plus rien")
    pilote.aller("/messagerie/")
    pilote.suivre("Votre carte Vitale est invalidée")
    pilote.lire("Commandez la nouvelle carte en ligne")
    pilote.aller("/mes-informations/")
    pilote.lire("déclarée volée")


def test_the_next_days_are_those_of_the_rules(piloter, site: Site):
    pilote = piloter(AVEC)
    entrer(pilote, site.personas()["pauline"])
    pilote.aller("/demarches/perte-carte-vitale/")
    pilote.cliquer("Commencer")
    declarer(pilote, site.personas()["pauline"])
    pilote.avancer(bouton="10 jours")
    pilote.aller("/messagerie/")
    pilote.lire("Votre nouvelle carte Vitale n’est pas commandée")
    pilote.aller("/demarches/commande-carte-vitale/")
    pilote.lire("formulaire papier")


def declarer(pilote: Pilote, persona: dict) -> None:
    """The two screens and the end, with what is forgotten at first."""
    assert pilote.titre == "La carte et le motif"
    assert persona["serie_vitale"] not in pilote.html.replace(" ", "")
    pilote.cliquer("Suivant")
    pilote.lire("Choisissez un motif.")
    pilote.choisir("Vol")
    pilote.cliquer("Suivant")
    assert pilote.titre == "Votre engagement"
    pilote.cliquer("Continuer")
    pilote.lire("Cochez la case pour vous engager")
    pilote.choisir("Je m’engage à restituer")
    pilote.cliquer("Continuer")
    assert pilote.titre == "Vérifiez vos informations"
    pilote.choisir("J’atteste sur l’honneur")
    pilote.cliquer("Valider")
    assert pilote.titre == "Votre déclaration est prise en compte"
