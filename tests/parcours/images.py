"""The pictures of the README, taken again from the running product: `python -m tests.parcours.images`."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from ameli.superviseur.environnement import RACINE
from tests.outils.navigateur import OPTIONS, SANS_FENETRE
from tests.parcours.ecran import PiloteAEcran
from tests.parcours.entree import entrer_au_guichet
from tests.parcours.site import ouvrir

DOSSIER = RACINE / "docs" / "images"
LARGEUR, HAUTEUR, COULEURS = 1280, 800, 128


def prendre() -> None:
    """Play the tour of the README and keep a picture at each stop."""
    from tests.parcours import test_iban as tour

    DOSSIER.mkdir(parents=True, exist_ok=True)
    with ouvrir() as site, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=SANS_FENETRE, args=OPTIONS)
        contexte = chromium.new_context(viewport={"width": LARGEUR, "height": HAUTEUR}, locale="fr-FR")
        pilote, lea = PiloteAEcran(contexte.new_page(), site), site.personas()["lea"]
        tour.se_connecter(pilote, lea)
        pilote.aller("/demarches/iban/")
        _jusqu_au_code(pilote, lea)
        garder(pilote.page, "etape")
        tour.finir(pilote, lea)
        pilote.aller("/")
        garder(pilote.page, "accueil")
        pilote.aller("/bac-a-sable/courrier/?personne=lea")
        garder(pilote.page, "bac-a-sable")
        pilote.avancer(bouton="48 heures")
        pilote.aller("/mes-informations/")
        pilote.page.locator("#banque").scroll_into_view_if_needed()
        garder(pilote.page, "informations")
        _attestation(pilote)
        _agents(PiloteAEcran(chromium.new_context(viewport={"width": LARGEUR, "height": 600}).new_page(), site))


def _jusqu_au_code(pilote: PiloteAEcran, lea: dict) -> None:
    pilote.cliquer("Commencer")
    pilote.cliquer("Suivant")
    pilote.remplir("IBAN", "FR76 1333 5000 4008 9701 2345 694")
    pilote.cliquer("Suivant")


def _attestation(pilote: PiloteAEcran) -> None:
    pilote.aller("/documents/attestation-de-droits/")
    pilote.cliquer("Valider")
    with pilote.page.expect_download() as attendu:
        pilote.page.locator("main a[href*='/documents/']").first.click()
    with tempfile.TemporaryDirectory() as dossier:
        base = Path(dossier) / "page"
        subprocess.run(["pdftoppm", "-r", "80", "-png", "-f", "1", "-l", "1", attendu.value.path(), base], check=True)
        ecrire(next(Path(dossier).glob("page*.png")).read_bytes(), "attestation")


def _agents(pilote: PiloteAEcran) -> None:

    entrer_au_guichet(pilote, "LANDES-01")
    pilote.aller("/agents/demarches/demarche/?etat=toutes")
    garder(pilote.page, "agents")


def garder(page: Page, nom: str) -> None:
    ecrire(page.screenshot(), nom)


def ecrire(octets: bytes, nom: str) -> None:
    """A small file: few colours are enough for a page."""
    image = Image.open(io.BytesIO(octets)).convert("RGB").quantize(COULEURS)
    image.save(DOSSIER / f"{nom}.png", optimize=True)


if __name__ == "__main__":
    prendre()
