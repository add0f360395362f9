"""What somebody sees in a real browser whose network is too slow, or who picks a video."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.outils.reseau_lent import reseau_lent

pytestmark = [pytest.mark.navigateur, pytest.mark.vraie_horloge("the site and the browser are processes of their own")]

FORMULAIRE = (
    '<form method="post" enctype="multipart/form-data" action="{adresse}/connexion/">'
    '<input type="file" name="fichier"><button>Envoyer</button></form>'
)


def envoyer(chromium: Browser, port: int, taille: int) -> Page:
    """The page that answers to a file of so many bytes, sent by a form without script."""
    page = chromium.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    adresse = f"http://localhost:{port}"
    page.goto(f"{adresse}/vu")
    page.set_content(FORMULAIRE.format(adresse=adresse))
    page.set_input_files("input", {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"a" * taille})
    page.click("button", no_wait_after=True)
    page.wait_for_selector("h1", timeout=30_000)
    return page


def test_a_browser_too_slow_shows_what_to_do(chromium, serveur):
    with reseau_lent(serveur, 200) as lent:
        page = envoyer(chromium, lent, 300_000)
        assert page.inner_text("h1") == "Votre envoi n’est pas arrivé en entier"
        page.close()


def test_a_browser_with_too_large_a_file_shows_what_to_do(chromium, serveur):
    page = envoyer(chromium, serveur, 1_500_000)
    assert page.inner_text("h1") == "Votre envoi est trop lourd"
    page.close()
