"""Somebody looks for their daily allowances, opens one, and follows a withheld sum to its act and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.parcours.conftest import AVEC, RECITS, SANS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
LIGNES = "[data-suite] .paiement"
AILLEURS = re.compile("^retenue sur le paiement du")


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_person_searches_corrects_a_date_and_reads_an_allowance(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["thomas"])
    pilote.suivre("Mes paiements")
    assert pilote.titre == "Mes paiements"
    pilote.lire("Reçu")
    pilote.deplier(texte="Rechercher")
    pilote.choisir("Indemnités journalières")
    pilote.remplir("Du", "31/02/2026")
    pilote.cliquer("Rechercher")
    pilote.lire("Saisissez une date qui existe")
    assert pilote.est_coche("Indemnités journalières")
    pilote.remplir("Du", "01/01/2026")
    pilote.cliquer("Rechercher")
    assert pilote.nombre(".paiement a", re.compile("^Médecin")) == 0
    pilote.suivre("Indemnités journalières", dans=".paiements")
    for texte in ("Montant brut", "CSG", "CRDS", "14 jours", "Virement sur le compte"):
        pilote.lire(texte)
    pilote.suivre("Mes paiements", dans=".fil-ariane")
    assert pilote.titre == "Mes paiements"
    ouvrir_la_rubrique(pilote, "Participations et franchises")
    pilote.lire("sur 50,00")
    ouvrir_la_rubrique(pilote, "Mes dépenses de santé")
    pilote.lire("Par sorte de soins")


def ouvrir_la_rubrique(pilote: Pilote, nom: str) -> None:
    """One of the tabs of the page; on a telephone they are folded."""
    if not pilote.boutons(nom, role="link"):
        pilote.deplier(texte="Autres rubriques")
    pilote.suivre(nom)


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_withheld_sum_and_its_act_lead_to_each_other(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["thomas"])
    pilote.aller("/mes-paiements/?famille=TIERS")
    for adresse in pilote.liens(re.compile("^Pharmacie")):
        pilote.aller(adresse)
        if pilote.boutons(AILLEURS, role="link"):
            break
    pilote.suivre(AILLEURS)
    pilote.lire("Retenues")
    pilote.cliquer_sur(f"main table a[href^='{adresse}']")
    pilote.lire("Payé directement au professionnel (tiers payant)")
    pilote.deplier()
    pilote.lire("Nous l’avons versé directement au professionnel.")


@pytest.mark.parametrize(("largeur", "hauteur", "voulues"), [(1280, 900, 6), (390, 844, 3)])
def test_the_first_screen_shows_payments(piloter, site: Site, largeur, hauteur, voulues):
    pilote = piloter(AVEC)
    entrer(pilote, site.personas()["thomas"])
    pilote.page.set_viewport_size({"width": largeur, "height": hauteur})
    pilote.passer("/mes-paiements/")
    vues = pilote.page.evaluate("""() => {
        const bas = [...document.querySelectorAll('.onglets')].filter(e => getComputedStyle(e).position === 'fixed').map(e => e.getBoundingClientRect().top)[0];
        return [...document.querySelectorAll('.paiement')].filter(e => {
            const boite = e.getBoundingClientRect();
            return boite.height && boite.bottom <= (bas ?? innerHeight);
        }).length;
    }""")
    assert vues >= voulues


def test_older_payments_come_under_the_others(piloter, site: Site):
    pilote = piloter(AVEC)
    entrer(pilote, site.personas()["odette"])
    pilote.aller("/mes-paiements/")
    premiere, combien = pilote.texte(LIGNES), pilote.nombre(LIGNES)
    pilote._activer(pilote.page.get_by_role("link", name="Plus anciens"))
    expect(pilote.page.locator(LIGNES).nth(combien)).to_be_visible()
    pilote.verifier_la_page(au_clavier=False)
    assert pilote.texte(LIGNES) == premiere
    assert pilote.page.evaluate(
        f"document.activeElement === document.querySelectorAll('[data-suite] .paiement a')[{combien * 2}]"
    )
    mois = pilote.textes("[data-suite] h2")
    assert len(mois) == len(set(mois))


def test_without_script_older_payments_have_a_page_of_their_own(piloter, site: Site):
    pilote = piloter(SANS)
    entrer(pilote, site.personas()["odette"])
    pilote.aller("/mes-paiements/")
    premiere = pilote.texte(LIGNES)
    pilote.suivre("Plus anciens")
    assert pilote.texte(LIGNES) != premiere
    pilote.suivre("Retour au début")
    assert pilote.texte(LIGNES) == premiere
