"""The pictures of the guide, taken from the pages of the running product: `make guide`. Not a test of every run: it takes minutes.

Each téléservice is walked as its own examples say; each page that the walk meets is drawn as a site for real people draws it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from accounts.models import Compte
from ameli.bac_a_sable.installation import installer
from demarches.guide.chapitres import CHAPITRES, CONFIRMATION, DEPART, VERIFICATION, Chapitre, nom_de_l_ecran
from demarches.moteur import registre
from demarches.moteur.declaration import Etape, Teleservice
from documents.editions.attestation_droits import FAMILLE
from tests.catalogue.marche import CERTIFIE, Marche
from tests.fabriques import connecter
from tests.guide import suites
from tests.guide.appareil import ECHELLE, HAUTEUR, LARGEUR, Appareil
from tests.outils.navigateur import chromium

__all__ = ["chromium"]

pytestmark = [pytest.mark.django_db, pytest.mark.navigateur]

DOSSIER = Path(os.environ.get("GUIDE", settings.GUIDE))
PUBLIQUES = ("accueil-public", "connexion", "premiere-visite", "oubli", "faux-messages")
# Who is seen on the pages: somebody with a family and allowances; somebody who has what else a page shows.
PERSONNE = "lea.duprat@exemple.fr"
AUTRES = {"creances": "patrick.lacoste@exemple.fr", "releve-fiscal": "bernard.saint-loubert@exemple.fr"}
VUES = {vue.nom: vue for un in CHAPITRES for _, vues in un.vues for vue in vues}


@pytest.fixture
def appareil(chromium: Browser) -> Iterator[Appareil]:
    contexte = chromium.new_context(
        viewport={"width": LARGEUR, "height": HAUTEUR}, device_scale_factor=ECHELLE, locale="fr-FR", java_script_enabled=False
    )  # fmt: skip
    yield Appareil(contexte.new_page(), DOSSIER)
    contexte.close()


@pytest.fixture
def site_ordinaire(settings: Any) -> None:
    """Neither exercise nor machine of a developer: what people read at home."""
    settings.BAC_A_SABLE = False
    settings.URL_PUBLIQUE = "https://compte.exemple"


class MarcheEnImages(Marche):
    """A walk that keeps a picture of each page, with what was typed in it."""

    def __init__(self, teleservice: Teleservice, appareil: Appareil) -> None:
        super().__init__(teleservice)
        self.appareil = appareil

    def photographier(self, adresse: str, nom: str) -> None:
        self.appareil.prendre(self.client, adresse, VUES[nom_de_l_ecran(self.teleservice.code, nom)])

    def commencer(self) -> None:
        self.photographier(self.porte, DEPART)
        super().commencer()

    def saisie(self, etape: Etape) -> Mapping[str, Any]:
        """What proves who one is is shown before it is given: afterwards the page only says that it is done."""
        if etape.preuve:
            self.photographier(self.adresse(etape.nom), etape.nom)
        return super().saisie(etape)

    def repondre(self, *, lire: bool = False) -> list[tuple[Etape, Mapping[str, Any]]]:
        faites = super().repondre(lire=lire)
        vues = {faite.nom.split("/")[0] for faite, _ in faites}
        for etape in self.teleservice.etapes:
            if etape.nom in vues and not etape.preuve:
                self.photographier(self.adresse(etape.nom), etape.nom)
        return faites

    def aller_au_bout(self) -> None:
        self.commencer()
        self.repondre()
        fin = self.adresse("verification")
        self.photographier(fin, VERIFICATION)
        self.photographier(self.client.post(fin, CERTIFIE).url, CONFIRMATION)


@pytest.mark.usefixtures("site_ordinaire")
@pytest.mark.parametrize("teleservice", registre.tous(), ids=lambda un: un.code)
def test_the_screens_of_a_service(teleservice: Teleservice, appareil: Appareil) -> None:
    MarcheEnImages(teleservice, appareil).aller_au_bout()


@pytest.fixture
def personnes(db: None) -> None:
    installer()


@pytest.mark.usefixtures("personnes", "site_ordinaire")
def test_the_pages_of_their_own(appareil: Appareil) -> None:
    for un in CHAPITRES:
        prendre_les_pages(appareil, un)


def prendre_les_pages(appareil: Appareil, chapitre: Chapitre) -> None:
    """The pages of the account that the chapter shows."""
    for vue in (vue for vue in chapitre.pages if vue.page):
        client = Client()
        if vue.nom not in PUBLIQUES:
            connecter(client, Compte.objects.get(email=AUTRES.get(vue.nom, PERSONNE)))
        if vue.nom == "documents":
            client.post(reverse("documents:attestation_droits"), {"pour": FAMILLE})
        appareil.prendre(client, reverse(vue.page), vue)
    for nom, client, adresse in suites.de(chapitre.nom, AUTRES.get(chapitre.nom, PERSONNE)):
        appareil.prendre(client, adresse, VUES[nom])
