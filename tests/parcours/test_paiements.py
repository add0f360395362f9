"""Somebody looks for their daily allowances, opens one, and follows a withheld sum to its act and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.parcours.conftest import MANIERES
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur


def ouvrir_la_recherche(pilote: Pilote) -> None:
    pilote._activer(pilote.page.locator("main summary", has_text="Rechercher"))


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
def test_a_person_searches_corrects_a_date_and_reads_an_allowance(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["thomas"])
    pilote.suivre("Mes paiements")
    assert pilote.titre == "Mes paiements"
    pilote.lire("Reçu")
    ouvrir_la_recherche(pilote)
    pilote.choisir("Indemnités journalières")
    pilote.remplir("Du", "31/02/2026")
    pilote.cliquer("Rechercher")
    pilote.lire("Saisissez une date qui existe")
    assert pilote.page.get_by_label("Indemnités journalières").is_checked()
    pilote.remplir("Du", "01/01/2026")
    pilote.cliquer("Rechercher")
    liste = pilote.page.locator("ul.demarches")
    assert liste.get_by_role("link", name=re.compile("^Médecin")).count() == 0
    pilote.suivre("Indemnités journalières", dans=liste.first)
    for texte in ("Montant brut", "CSG", "CRDS", "14 jours", "Virement sur le compte"):
        pilote.lire(texte)
    pilote.suivre("Mes paiements", dans=pilote.page.locator(".fil-ariane"))
    assert pilote.titre == "Mes paiements"
    pilote.suivre("Participations et franchises")
    pilote.lire("sur 50,00")
    pilote.suivre("Mes dépenses de santé")
    pilote.lire("Par sorte de soins")


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
def test_a_withheld_sum_and_its_act_lead_to_each_other(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["thomas"])
    pilote.aller("/mes-paiements/?famille=TIERS")
    liens = pilote.page.get_by_role("main").get_by_role("link", name=re.compile("^Pharmacie"))
    adresses = [lien.get_attribute("href") for lien in liens.all()]
    for adresse in adresses:
        pilote.aller(adresse)
        ailleurs = pilote.page.get_by_role("link", name=re.compile("^retenue sur le paiement du"))
        if ailleurs.count():
            break
    pilote.suivre(ailleurs.first.inner_text())
    pilote.lire("Retenues")
    retour = pilote.page.locator(f"main table a[href^='{adresse}']").first
    with pilote.page.expect_navigation():
        pilote._activer(retour)
    pilote.lire("Payé directement au professionnel (tiers payant)")
    summary = pilote.page.locator("main summary").first
    pilote._activer(summary)
    pilote.lire("Nous l’avons versé directement au professionnel.")


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
def test_older_payments_come_under_the_others_or_on_a_page_of_their_own(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["odette"])
    pilote.aller("/mes-paiements/")
    lignes = pilote.page.locator("[data-suite] li")
    premiere, combien = lignes.first.inner_text(), lignes.count()
    plus_anciens = pilote.page.get_by_role("link", name="Plus anciens")
    if not maniere.javascript:
        pilote.suivre("Plus anciens")
        assert lignes.first.inner_text() != premiere
        pilote.suivre("Retour au début")
        assert lignes.first.inner_text() == premiere
        return
    pilote._activer(plus_anciens)
    expect(lignes.nth(combien)).to_be_visible()
    pilote.verifier_la_page()
    assert lignes.first.inner_text() == premiere
    assert pilote.page.evaluate(
        f"document.activeElement === document.querySelectorAll('[data-suite] li a')[{combien * 2}]"
    )
    assert pilote.page.locator("[data-suite] h2").count() == len(
        set(pilote.page.locator("[data-suite] h2").all_inner_texts())
    )
