"""Somebody moves: suggestions while typing or after a button, by hand, abroad; with a mouse, by keyboard, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.parcours.conftest import AVEC, MANIERES, RECITS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

# A person and an address of their own for each manner: people share one site and one clock here.
QUI = {
    "avec JavaScript": ("nadia", "12 rue des acac bord", "12 Rue des Acacias, 33100 Bordeaux", "CPAM de la Gironde"),
    "sans JavaScript": ("regis", "5 rue du march dax", "5 Rue du Marché, 40100 Dax", ""),
    "320 px, au clavier": ("patrick", "9 quai de la nive", "9 Quai de la Nive, 64100 Bayonne", "CPAM de Bayonne"),
}
LIEN = "Aucune adresse proposée ou l’adresse proposée n’est pas exacte\u00a0? Je clique ici"
CONFIRMER = "C’est bien ça\u00a0!"


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
def test_a_family_moves_and_letters_follow_when_the_delay_has_run(piloter, site: Site, maniere):
    cle, recherche, adresse, caisse = QUI[maniere.nom]
    persona = site.personas()[cle]
    pilote = piloter(maniere)

    entrer(pilote, persona)
    pilote.suivre("démarches", dans="nav.onglets")
    pilote.suivre("Changement d’adresse")
    pilote.cliquer("Commencer")
    if pilote.titre == "Qui déménage\u00a0?":
        pilote.cliquer("Suivant")
    assert pilote.titre == "France ou autre pays"
    pilote.cliquer("Suivant")
    if maniere.javascript:
        pilote.completer("Votre nouvelle adresse", recherche, adresse)
    else:
        par_la_liste(pilote, recherche, adresse)
    pilote.cliquer("Valider")
    assert pilote.titre == "Vérifiez vos informations"
    pilote.lire(adresse)
    if caisse:
        pilote.lire(f"{caisse}. Nous transférons votre dossier.")
    pilote.cliquer(CONFIRMER)
    assert pilote.titre == "Votre changement d’adresse est pris en compte"

    pilote.aller("/mes-informations/")
    pilote.lire("En cours de traitement")
    pilote.avancer(duree="15j")
    pilote.aller("/mes-informations/")
    voie, ville = adresse.split(", ")
    pilote.lire(voie)
    pilote.lire(ville.upper())
    if caisse:
        pilote.lire(caisse)
    pilote.ne_plus_lire("En cours de traitement")
    pilote.aller("/messagerie/")
    pilote.suivre("Votre adresse est enregistrée")


def par_la_liste(pilote: Pilote, recherche: str, adresse: str) -> None:
    """A button, then radio buttons."""
    pilote.remplir("Votre nouvelle adresse", recherche)
    pilote.cliquer("Rechercher l’adresse")
    pilote.choisir(adresse)


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_an_address_is_typed_by_hand_and_one_abroad_after_its_warning(piloter, site: Site, maniere):
    persona = site.personas()["bernard" if maniere.javascript else "mathilde"]
    pilote = piloter(maniere)
    entrer(pilote, persona)
    pilote.aller("/demarches/adresse/")
    pilote.cliquer("Commencer")
    pilote.cliquer("Suivant")
    pilote.cliquer(LIEN)
    pilote.remplir("Type et nom de la voie", "chemin des Camélias")
    pilote.remplir("Code postal", "4010")
    pilote.remplir("Commune", "Dax")
    pilote.cliquer("Valider")
    pilote.lire("Un code postal compte 5 chiffres.")
    pilote.remplir("Code postal", "40100")
    pilote.cliquer("Valider")
    pilote.lire("chemin des Camélias, 40100 Dax")

    pilote.suivre("France ou autre pays")
    pilote.choisir("Dans un autre pays")
    pilote.cliquer("Suivant")
    assert pilote.titre == "Votre nouvelle adresse à l’étranger"
    pilote.lire("Quitter la France peut fermer vos droits")
    pilote.remplir("Pays", "Portugal")
    pilote.remplir(re.compile("^Adresse$"), "Rua das Flores 3")
    pilote.remplir("Ville", "Lisbonne")
    pilote.choisir("Études")
    pilote.cliquer("Valider")
    pilote.lire("puis cochez la case")
    pilote.choisir("J’ai lu que mon départ peut fermer mes droits")
    pilote.cliquer("Valider")
    pilote.lire("Rua das Flores 3, Lisbonne, Portugal")
    pilote.cliquer(CONFIRMER)
    pilote.lire("10 à 15 jours ouvrés")


def test_the_position_given_by_the_browser_proposes_addresses(piloter, site: Site):
    pilote = piloter(AVEC)
    pilote.page.context.grant_permissions(["geolocation"])
    pilote.page.context.set_geolocation({"longitude": -1.05, "latitude": 43.71})
    entrer(pilote, site.personas()["pauline"])
    pilote.aller("/demarches/adresse/")
    pilote.cliquer("Commencer")
    pilote.cliquer("Suivant")
    pilote.page.get_by_role("button", name="Utiliser ma position").click()
    option = pilote.page.get_by_role("option", name="40100 Dax").first
    expect(option).to_be_visible()
    choisie = option.inner_text()
    option.click()
    expect(pilote.page.get_by_role("combobox")).to_have_value(choisie)
    pilote.cliquer("Valider")
    pilote.lire(choisie)
    pilote.suivre("Modifier", dans=pilote.page.locator("main div", has_text="Votre nouvelle adresse").last)
    assert pilote.page.get_by_role("radio").is_checked()
