"""Somebody with a pension says what they earn: months and natures, the computed effect, « Valider »; the short way of who earns nothing."""

from __future__ import annotations

import re

import pytest

from tests.parcours.conftest import RECITS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
TITRE = "Invalidité : déclarer mes ressources"
PAR_MOIS = {
    "avec JavaScript": "tanguy",
    "sans JavaScript": "jocelyne",
}  # each declares once; her last amounts are there
SANS_REVENU = {"avec JavaScript": "bernard", "sans JavaScript": "mireille"}


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_months_are_declared_and_the_effect_is_read_before_the_last_button(piloter, site: Site, maniere):
    pilote = ouvrir(piloter(maniere), site, PAR_MOIS[maniere.nom])
    pilote.choisir("Non")
    pilote.cliquer("Suivant")
    pilote.lire("Ne déclarez pas")
    if maniere is RECITS[0]:  # he has never declared: nothing is written before him
        pilote.choisir("Je n’ai rien perçu")
    pilote.cliquer("Suivant")
    valider(pilote)


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_who_earns_nothing_and_changed_nothing_goes_straight_to_the_check(piloter, site: Site, maniere):
    pilote = ouvrir(piloter(maniere), site, SANS_REVENU[maniere.nom])
    pilote.choisir("Non")
    pilote.cliquer("Suivant")
    pilote.lire("0,00 €")
    valider(pilote)
    pilote.aller("/suivi/")
    pilote.suivre("Invalidité : Historique de mes déclarations de ressources")
    pilote.lire("Pas encore calculé")


def test_nothing_is_due_and_work_is_tried_without_trace(piloter, site: Site):
    pilote = piloter(RECITS[0])
    entrer(pilote, site.personas()["serge"])
    pilote.aller("/demarches/")
    pilote.suivre(TITRE)
    pilote.lire("Rien à déclarer aujourd’hui")
    pilote.suivre(re.compile("Et si je reprends"))
    pilote.remplir("Salaire brut par mois, à temps plein", "2000")
    pilote.cliquer("Voir ma pension")
    pilote.lire("1 200,00 € brut par mois")


def ouvrir(pilote: Pilote, site: Site, qui: str) -> Pilote:
    entrer(pilote, site.personas()[qui])
    pilote.lire("Déclarez vos ressources")
    pilote.aller("/demarches/")
    pilote.suivre(TITRE)
    pilote.lire("Date limite")
    pilote.cliquer("Déclarer")
    return pilote


def valider(pilote: Pilote) -> None:
    pilote.lire("Total de vos pensions et revenus")
    pilote.choisir(re.compile("Je certifie sur l’honneur"))
    pilote.cliquer("Valider")
    pilote.lire("Votre déclaration est envoyée")
