"""The pictures of the guide, taken from the pages of the running product: `make guide`. Not a test of every run: it takes minutes.

Each téléservice is walked as its own examples say, by a person of practice; each page that the walk meets is drawn by Chromium
with the styles of the site, without script. The button to press is framed. Only practice people exist here, so nothing is hidden.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route

from ameli.noyau.horloge import aujourdhui
from ameli.superviseur.environnement import RACINE
from demarches.accueil.guide import CHAPITRES, Vue, nom_de_l_image
from demarches.moteur import registre
from demarches.moteur.declaration import Etape, Teleservice
from tests.catalogue.marche import CERTIFIE, Marche
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.outils.navigateur import chromium
from tests.paiements.dossier import creer_avis, payer_une_consultation

__all__ = ["chromium"]

pytestmark = [pytest.mark.django_db, pytest.mark.navigateur]

DOSSIER = Path(os.environ.get("GUIDE", RACINE / ".local" / "guide" / "images"))
LARGEUR, HAUTEUR = 820, 1000
ORIGINE = "http://guide.exemple"
ENCADRER = """
    main form .bouton:not(.bouton--second, .bouton--danger), main .boutons > .bouton:first-child { outline: 5px solid #F4B740; outline-offset: 4px; }
    .bac-a-sable, .barre-basse { display: none; }
"""
PUBLIQUES = ("accueil-public", "connexion", "premiere-visite", "oubli", "faux-messages")


class Appareil:
    """Draws a page that the site answered, and keeps its main part as a picture."""

    def __init__(self, page: Page) -> None:
        self.page, self.html = page, ""
        page.route("**/*", self._servir)
        DOSSIER.mkdir(parents=True, exist_ok=True)

    def prendre(self, html: str, nom: str) -> None:
        self.html = html.replace("</head>", f"<style>{ENCADRER}</style></head>", 1)
        self.page.goto(ORIGINE)
        boite = self.page.locator("main").bounding_box()
        assert boite is not None, f"{nom} has no main part"
        cadre = {"x": 0, "y": boite["y"], "width": LARGEUR, "height": min(boite["height"], HAUTEUR)}
        self.page.screenshot(path=DOSSIER / f"{nom}.jpg", type="jpeg", quality=72, clip=cadre, full_page=True)

    def _servir(self, route: Route) -> None:
        """The page itself, then the styles and drawings of the site; nothing else exists."""
        chemin = route.request.url.removeprefix(ORIGINE)
        if chemin in ("", "/"):
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        elif chemin.startswith("/static/") and (fichier := finders.find(chemin.removeprefix("/static/"))):
            genre = mimetypes.guess_type(str(fichier))[0] or "application/octet-stream"
            route.fulfill(body=Path(str(fichier)).read_bytes(), content_type=genre)
        else:
            route.abort()


@pytest.fixture
def appareil(chromium: Browser) -> Iterator[Appareil]:
    contexte = chromium.new_context(
        viewport={"width": LARGEUR, "height": HAUTEUR}, locale="fr-FR", java_script_enabled=False
    )
    yield Appareil(contexte.new_page())
    contexte.close()


class MarcheEnImages(Marche):
    """A walk that keeps a picture of each page, with what was typed in it."""

    def __init__(self, teleservice: Teleservice, appareil: Appareil) -> None:
        super().__init__(teleservice)
        self.appareil = appareil

    def photographier(self, adresse: str, nom: str) -> None:
        reponse = self.client.get(adresse, follow=True)
        self.appareil.prendre(reponse.content.decode(), nom_de_l_image(self.teleservice.code, nom))

    def commencer(self) -> None:
        self.photographier(self.porte, "depart")
        super().commencer()

    def saisie(self, etape: Etape) -> Mapping[str, Any]:
        """What proves who one is is shown before it is given: afterwards the page only says that it is done."""
        if etape.preuve:
            self.photographier(self.adresse(etape.nom), etape.nom)
        return super().saisie(etape)

    def repondre(self) -> list[tuple[Etape, Mapping[str, Any]]]:
        faites = super().repondre()
        vues = {faite.nom.split("/")[0] for faite, _ in faites}
        for etape in self.teleservice.etapes:
            if etape.nom in vues and not etape.preuve:
                self.photographier(self.adresse(etape.nom), etape.nom)
        return faites

    def montrer_la_fin(self) -> None:
        fin = self.adresse("verification")
        self.photographier(fin, "verification")
        self.photographier(self.client.post(fin, CERTIFIE).url, "confirmation")


@pytest.mark.parametrize("teleservice", registre.tous(), ids=lambda un: un.code)
def test_the_screens_of_a_service(teleservice: Teleservice, appareil: Appareil) -> None:
    marche = MarcheEnImages(teleservice, appareil)
    marche.commencer()
    marche.repondre()
    marche.montrer_la_fin()


@pytest.mark.parametrize("vue", [vue for un in CHAPITRES for vue in un.pages], ids=lambda vue: vue.nom)
def test_a_page_of_its_own(vue: Vue, appareil: Appareil) -> None:
    client = Client()
    if vue.nom not in PUBLIQUES:
        assure = creer_assure()
        for rang in range(4):
            payer_une_consultation(assure, aujourdhui() - timedelta(days=9 * rang + 2))
        creer_avis(assure, "24.00", "13.50")
        connecter(client, creer_compte(assure))
    appareil.prendre(client.get(reverse(vue.page), follow=True).content.decode(), nom_de_l_image("", vue.nom))
