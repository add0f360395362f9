"""Food without gluten from the switch to home: a label photographed, another typed, prices, the gauge, « Valider »."""

from __future__ import annotations

import re
from collections.abc import Callable

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
    demander(pilote, scanner if maniere.javascript else recopier)
    pilote.lire("Votre demande est bien prise en compte")
    pilote.lire("Prise en charge de produits")


# A camera that shows nothing, and a reader of barcodes that sees these, one look after the other.
CAMERA = """(codes) => {
  const vues = codes.flatMap((code) => [...Array(3).fill(code), ...Array(9).fill("")]);
  globalThis.BarcodeDetector = class {
    static getSupportedFormats = async () => ["ean_13"];
    detect = async () => [{ rawValue: vues.shift() ?? "" }].filter((vue) => vue.rawValue);
  };
  const toile = document.createElement("canvas");
  setInterval(() => toile.getContext("2d").fillRect(0, 0, 9, 9), 100);
  navigator.mediaDevices.getUserMedia = async () => toile.captureStream(5);
}"""


def scanner(pilote: Pilote, galette: str, pain: str) -> None:
    """The camera stays open: three labels, the code of a packet among them, twice the bread; prices come afterwards."""
    article = next(un.article for un in produits() if un.designation == "Galette")
    pilote.page.add_init_script(f"({CAMERA})({[galette, pain, article, pain]!r})")
    pilote.relire()
    pilote.page.get_by_role("button", name="Scanner mes étiquettes").click()
    pilote.lire("celui du magasin")
    pilote.lire(f"Étiquette {pain} : 2")
    pilote.page.keyboard.press("Escape")
    pilote.lire("Les autres sont dans la liste, à compléter : 1")
    assert pilote.valeur(re.compile("Ou recopiez les chiffres")) == galette
    pilote.remplir(re.compile("Prix d’un seul produit"), "18,95")
    pilote.cliquer("Suivant")
    pilote.lire(f"code {pain}")
    pilote.suivre(re.compile("Compléter"))
    assert pilote.valeur(re.compile("Combien en avez-vous")) == "2"
    pilote.remplir(re.compile("Prix d’un seul produit"), "4,20")
    pilote.cliquer("Suivant")


def recopier(pilote: Pilote, galette: str, pain: str) -> None:
    pilote.remplir(re.compile("Ou recopiez les chiffres"), galette)
    pilote.cliquer("Enregistrer et ajouter un autre")
    pilote.remplir(re.compile("Ou recopiez les chiffres"), pain)
    pilote.remplir(re.compile("Prix d’un seul produit"), "4,20")
    pilote.cliquer("Suivant")


def activer(pilote: Pilote) -> None:
    """The tile leads to the switch."""
    pilote.aller("/demarches/")
    pilote.suivre(re.compile(TITRE))
    pilote.lire("Paramètres")
    pilote.cliquer("Activer")
    pilote.lire("Le service est activé")


def demander(pilote: Pilote, montrer: Callable[[Pilote, str, str], None]) -> None:
    """A code that is wrong at first, then two products, which `montrer` gives to the page."""
    codes = {un.designation: un.code for un in produits()}
    galette, pain = codes["Galette"], codes["Pain de campagne"]
    pilote.aller("/demarches/sans-gluten/")
    pilote.cliquer("Commencer")
    pilote.lire("Ce qui est remboursé")
    pilote.cliquer("J’ai compris")
    pilote.cliquer("Suivant")
    pilote.remplir(re.compile("Ou recopiez les chiffres"), galette[:-1] + "0")
    pilote.remplir(re.compile("Prix d’un seul produit"), "18,95")
    pilote.cliquer("Suivant")
    pilote.lire("recopiez les 13 chiffres")
    montrer(pilote, galette, pain)
    pilote.lire("Remboursement estimé")
    pilote.cliquer("Continuer")
    pilote.choisir(re.compile("J’atteste sur l’honneur"))
    pilote.cliquer("Valider")
