"""The films of the guide: `make films`, on demand. The same walks as its pictures, with the whole page of each screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser

from ameli.bac_a_sable.installation import installer
from demarches.guide import films
from demarches.guide.chapitres import CHAPITRES, Chapitre, Vue
from demarches.moteur import registre
from tests.guide.appareil import ECHELLE, HAUTEUR, LARGEUR, MARGE, Appareil
from tests.guide.montage import Plan, monter
from tests.guide.prises import DOSSIER, MarcheEnImages, prendre_les_pages, site_ordinaire
from tests.outils.navigateur import chromium

__all__ = ["chromium", "site_ordinaire"]

pytestmark = [pytest.mark.django_db, pytest.mark.navigateur]

LE_PLUS_LOURD = 5_000_000


class Camera(Appareil):
    """Keeps whole pages, for a film."""

    plans: dict[str, Plan]

    def prendre(self, client: Client, adresse: str, vue: Vue) -> None:
        colonne, debut, boite = self._montrer(client, adresse)
        cadre = colonne.bounding_box()
        assert cadre is not None
        haut = debut - MARGE
        if boite:
            boite = {**boite, "y": boite["y"] - haut}
        self.plans[vue.nom] = Plan(vue, self._decouper(haut, cadre["y"] + cadre["height"]), boite)


@pytest.fixture
def camera(chromium: Browser) -> Iterator[Camera]:
    contexte = chromium.new_context(
        viewport={"width": LARGEUR, "height": HAUTEUR}, device_scale_factor=ECHELLE, locale="fr-FR", java_script_enabled=False
    )  # fmt: skip
    camera = Camera(contexte.new_page(), DOSSIER)
    camera.plans = {}
    yield camera
    contexte.close()


@pytest.mark.usefixtures("site_ordinaire")
@pytest.mark.parametrize("chapitre", CHAPITRES, ids=lambda un: "+".join((un.nom or str(un.numero), *un.services)))
def test_the_film_of_a_chapter(chapitre: Chapitre, camera: Camera, tmp_path: Path) -> None:
    """No longer than two minutes, no heavier than five megabytes."""
    if chapitre.pages:
        installer()
        prendre_les_pages(camera, chapitre)
    for teleservice in registre.tous():
        if teleservice.code in chapitre.services:
            MarcheEnImages(teleservice, camera).aller_au_bout()
    plans = [camera.plans[vue.nom] for _, vues in chapitre.vues for vue in vues if vue.nom in camera.plans]
    film = DOSSIER / f"{films.nom(chapitre)}.mp4"
    taille = monter(plans, film, tmp_path)
    assert film.stat().st_size <= LE_PLUS_LOURD
    films.inscrire(DOSSIER, chapitre, taille)
