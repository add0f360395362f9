"""Food without gluten from the switch to home: a label photographed, another typed, prices, the gauge, « Valider »."""

from __future__ import annotations

import re

import pytest

from ameli.bac_a_sable.produits import produits
from tests.parcours.conftest import RECITS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
TITRE = "Prise en charge de la maladie cœliaque"
QUI = {"avec JavaScript": "camille", "sans JavaScript": "bruno"}


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_two_products_are_asked_for_and_home_says_so_without_the_disease(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()[QUI[maniere.nom]])
    activer(pilote)
    demander(pilote)
    pilote.lire("Votre demande est bien prise en compte")
    pilote.lire("Prise en charge de produits")


def activer(pilote: Pilote) -> None:
    """The tile leads to the switch."""
    pilote.aller("/demarches/")
    pilote.suivre(re.compile(TITRE))
    pilote.lire("Paramètres")
    pilote.cliquer("Activer")
    pilote.lire("Le service est activé")


def demander(pilote: Pilote) -> None:
    """A code that is wrong at first, then two products."""
    galette, pain = (un.code for un in produits() if un.designation in ("Galette", "Pain de campagne"))
    pilote.aller("/demarches/sans-gluten/")
    pilote.cliquer("Commencer")
    pilote.lire("Ce qui est remboursé")
    pilote.cliquer("J’ai compris")
    pilote.cliquer("Suivant")
    pilote.remplir(re.compile("Ou recopiez les chiffres"), galette[:-1] + "0")
    pilote.remplir(re.compile("Prix d’un seul produit"), "18,95")
    pilote.cliquer("Suivant")
    pilote.lire("recopiez les 13 chiffres")
    pilote.remplir(re.compile("Ou recopiez les chiffres"), galette)
    pilote.cliquer("Enregistrer et ajouter un autre")
    pilote.remplir(re.compile("Ou recopiez les chiffres"), pain)
    pilote.remplir(re.compile("Prix d’un seul produit"), "4,20")
    pilote.cliquer("Suivant")
    pilote.lire("Remboursement estimé")
    pilote.cliquer("Continuer")
    pilote.choisir(re.compile("J’atteste sur l’honneur"))
    pilote.cliquer("Valider")
