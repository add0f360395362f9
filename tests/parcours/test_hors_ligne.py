"""On a telephone that loses its network: a page says so, forms stay, and nothing of the account is left in the browser."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.parcours.conftest import Maniere
from tests.parcours.ecran import PiloteAEcran
from tests.parcours.entree import entrer
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

TELEPHONE = Maniere("téléphone", largeur=390)
# Every store that a browser offers to a page, with what it holds.
MAGASINS = """async () => {
  const gardees = {};
  for (const nom of await caches.keys()) {
    const garde = await caches.open(nom);
    for (const demande of await garde.keys()) gardees[new URL(demande.url).pathname] = await (await garde.match(demande)).text();
  }
  return {
    gardees,
    noms: await caches.keys(),
    bases: (await indexedDB.databases()).map((une) => une.name),
    local: { ...localStorage },
    session: { ...sessionStorage },
  };
}"""
PRET = """async () => {
  const travailleur = (await navigator.serviceWorker.ready).active;
  while (travailleur.state !== "activated") await new Promise((suite) => setTimeout(suite, 20));
}"""


def test_a_telephone_without_network_says_so_and_keeps_nothing_of_the_account(piloter, site: Site):
    persona, pilote = site.personas()["lea"], piloter(TELEPHONE)
    page: Page = pilote.page
    entrer(pilote, persona)
    page.evaluate(PRET)
    lire_des_pages_et_un_papier(pilote)
    rien_que_la_coquille(page, persona)

    pilote.passer("/messagerie/ecrire/remboursement/")
    pilote.remplir("Votre message", "Je n’ai rien reçu.")
    couper(page)
    page.get_by_role("button", name="Envoyer").last.click()
    pilote.lire("Rien n’est parti\u00a0: il n’y a pas de réseau.")
    assert pilote.valeur("Votre message") == "Je n’ai rien reçu."

    pilote.cliquer_sur(".onglets a[href='/mes-paiements/']")
    assert pilote.titre == "Pas de réseau" and pilote.ou.endswith("/mes-paiements/")
    pilote.ne_plus_lire(persona["nom"])
    page.context.set_offline(False)
    expect(page.locator("h1")).to_have_text("Mes paiements")  # the page tries again by itself

    pilote.cliquer("Se déconnecter")
    pilote.lire("Vous êtes déconnecté.")
    page.evaluate(PRET)
    rien_que_la_coquille(page, persona)
    pilote.revenir()
    assert pilote.titre == "J’accède à mon compte ameli"
    page.context.set_offline(True)
    for retour in (pilote.revenir, page.go_forward, pilote.relire):
        retour()
        assert pilote.titre == "Pas de réseau"
        pilote.ne_plus_lire(persona["nom"])
    rien_que_la_coquille(page, persona)


def lire_des_pages_et_un_papier(pilote: PiloteAEcran) -> None:
    for chemin in ("/mes-informations/", "/mes-paiements/", "/documents/attestation-de-droits/"):
        pilote.passer(chemin)
    pilote.cliquer("Valider")
    assert pilote.telecharger(css="main a[href*='/documents/']").startswith(b"%PDF")


def couper(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator(".sans-reseau")).to_have_text("Pas de réseau. Ce que vous avez écrit reste sur cette page.")


def rien_que_la_coquille(page: Page, persona: dict) -> None:
    """One cache, of the page « Pas de réseau » and static files; the other stores are empty; nothing names the person."""
    trouve = page.evaluate(MAGASINS)
    assert len(trouve["noms"]) == 1 and trouve["noms"][0].startswith("coquille-")
    chemins = set(trouve["gardees"])
    assert "/hors-ligne/" in chemins
    assert all(chemin == "/hors-ligne/" or chemin.startswith("/static/") for chemin in chemins), chemins
    assert trouve["bases"] == [] and trouve["local"] == trouve["session"] == {}
    tout = json.dumps(trouve, ensure_ascii=False)
    assert not [mot for mot in (persona["nom"], persona["prenom"], persona["nir"]) if mot in tout]
