"""What draws the pictures of the guide: a page that the site answered, its main column cut where a block ends, its button framed."""

from __future__ import annotations

import io
import mimetypes
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image, ImageDraw
from playwright.sync_api import FloatRect, Locator, Page, Route

from ameli.noyau import masquage
from demarches.guide import images
from demarches.guide.chapitres import Vue

LARGEUR, HAUTEUR = 420, 860  # as a telephone shows it; a picture is higher only when its button is further down
ECHELLE = 1.5  # pixels of a picture for one of a page: letters stay sharp when they are printed or magnified
COULEURS = 48
LONGUE, GARDE = 1150, 540  # of a page that is higher, this much is kept of its beginning and of its end
MARGE = 14
SUITE = 90  # what ends within this much under the button is shown too, rather than cut by the margin
CADRE = "#D97706"
ORIGINE = "http://guide.exemple"
# The button to press: that of the form, or the first one that stands on the page.
ACTION = "main .bouton:not(.bouton--second, .bouton--danger, .bouton--petit, .hors-ecran):visible"
SANS_BARRE = "<style>.onglets { display: none } .avec-onglets { padding: 0 }</style></head>"
# Where a picture may end: under something that is seen whole, while only what holds it goes on; before a space when one is
# near, or the margin would cut what follows. `plus_bas` is how far it may go.
FINS = """(main, [plus_bas, marge]) => {
    const places = [...(main.querySelector('.colonnes__principale') || main).querySelectorAll('p, li, dl > div, tr, form, fieldset, summary, .montant--grand, .bouton, .carte, .choix__carte, .champ, .alerte, img, svg, progress, h1, h2, h3')]
        .filter(e => e.checkVisibility()).map(e => ({e, haut: e.getBoundingClientRect().top + scrollY, bas: e.getBoundingClientRect().bottom + scrollY})).filter(p => p.bas > p.haut);
    const entier = p => places.every(q => q.haut >= p.bas - 1 || q.bas <= p.bas + 1 || q.e.contains(p.e));
    const espace = p => places.every(q => q.haut < p.bas - 1 || q.haut >= p.bas + marge);
    const fins = places.filter(p => p.bas <= plus_bas && !/^H/.test(p.e.tagName) && entier(p));
    const derniere = choix => Math.max(0, ...choix.map(p => p.bas)), loin = derniere(fins), nette = derniere(fins.filter(espace));
    return nette > loin - plus_bas / 3 ? nette : loin;
}"""
# Of practice people too, nothing is shown whole that people should not show: a guide is printed and left on a table.
NUMEROS = (
    (re.compile(r"\bFR\d{2}(?:[ \u00a0]?[0-9A-Z]{4}){5}[ \u00a0]?[0-9A-Z]{3}\b"), masquage.masquer_iban),
    (re.compile(r"\b[12](?:[ \u00a0]?\d{2}){3}(?:[ \u00a0]?\d{3}){2}(?:[ \u00a0]?\d{2})?\b"), masquage.masquer_nir),
    (re.compile(r"\b0[1-9](?:[ \u00a0.]?\d{2}){4}\b"), masquage.masquer_telephone),
    (re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b"), masquage.masquer_courriel),
)


# This Chromium says in English what browsers say of a file to choose.
CHOISIR = '<span class="bouton bouton--second bouton--petit">Choisir un fichier</span> Aucun fichier choisi'


def masquer(html: str) -> str:
    """The page without a whole IBAN, NIR, phone number or address of mail, shown or typed."""
    for numero, masque in NUMEROS:
        html = numero.sub(lambda trouve, masque=masque: masque(trouve[0]), html)
    return html


class Appareil:
    """Draws pages with the styles of the site, without script, and keeps their pictures in a folder."""

    def __init__(self, page: Page, dossier: Path) -> None:
        self.page, self.dossier, self.html = page, dossier, ""
        self.photos: dict[str, Any] = {}
        dossier.mkdir(parents=True, exist_ok=True)
        page.route("**/*", self._servir)

    def prendre(self, client: Client, adresse: str, vue: Vue) -> None:
        """What this person sees there, as far as its button."""
        colonne, debut, boite = self._montrer(client, adresse)
        dessous = boite["y"] + boite["height"] if boite else 0
        bas = max(dessous, colonne.evaluate(FINS, [max(debut + HAUTEUR, dessous + SUITE), MARGE]))
        image = self._decouper(debut - MARGE, bas + MARGE)
        if boite:
            encadrer(image, boite, debut - MARGE)
        if bas - debut > LONGUE:
            fins = [colonne.evaluate(FINS, [y, 0]) for y in (debut + GARDE, *range(int(bas) - GARDE, int(bas), 60))]
            reprise = next((fin for fin in fins[1:] if bas - fin < GARDE + 120), bas - GARDE)
            image = _plier(image, fins[0] - debut + MARGE + 4, reprise - debut + MARGE)
        nom = f"{vue.nom}.webp"
        image.quantize(COULEURS).convert("RGB").save(self.dossier / nom, lossless=True, method=6)
        taille = (LARGEUR, round(image.height / ECHELLE))
        bouton = " ".join(self.page.locator(ACTION).first.inner_text().split()) if boite else ""
        images.inscrire(self.dossier, vue, nom, taille, bouton)

    def _montrer(self, client: Client, adresse: str) -> tuple[Locator, float, FloatRect | None]:
        """The page of this person in the browser: its column, where it begins, and its button when it has one."""
        html = re.sub('<input type="file"[^>]*>', CHOISIR, client.get(adresse, follow=True).content.decode())
        # The browser asks from where Django has another connection: the photos of this person are fetched before.
        vues = {lien: client.get(lien) for lien in re.findall(r'<img[^>]* src="(/(?!static/)[^"]+)"', html)}
        self.photos = {lien: photo for lien, photo in vues.items() if photo.status_code == 200}
        self.html = masquer(html).replace("</head>", SANS_BARRE, 1)
        self.page.goto(ORIGINE)
        colonne, boutons = self.page.locator("main"), self.page.locator(ACTION)
        haut = colonne.locator(":scope *").first.bounding_box()
        assert haut is not None, f"{adresse} shows nothing"
        return colonne, haut["y"], boutons.first.bounding_box() if boutons.count() else None

    def _decouper(self, haut: float, bas: float) -> Image.Image:
        cadre: FloatRect = {"x": 0, "y": haut, "width": LARGEUR, "height": bas - haut}
        return Image.open(io.BytesIO(self.page.screenshot(type="png", clip=cadre, full_page=True))).convert("RGB")

    def _servir(self, route: Route) -> None:
        """The page itself, the styles and drawings of the site, the photos of this person; nothing else exists."""
        chemin = urlsplit(route.request.url).path
        if chemin == "/":
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        elif chemin.startswith("/static/") and (fichier := finders.find(chemin.removeprefix("/static/"))):
            genre = mimetypes.guess_type(str(fichier))[0] or "application/octet-stream"
            route.fulfill(body=Path(str(fichier)).read_bytes(), content_type=genre)
        elif photo := self.photos.get(chemin):
            route.fulfill(body=photo.getvalue(), content_type=photo["Content-Type"])
        else:
            route.abort()


def encadrer(image: Image.Image, boite: FloatRect, haut: float) -> None:
    gauche, dessus = boite["x"] - 7, boite["y"] - haut - 7
    coins = (gauche, dessus, gauche + boite["width"] + 14, dessus + boite["height"] + 14)
    dessin = ImageDraw.Draw(image)
    dessin.rounded_rectangle(
        [round(ECHELLE * c) for c in coins], round(16 * ECHELLE), outline=CADRE, width=round(4 * ECHELLE)
    )


def _plier(image: Image.Image, haut: float, reprise: float) -> Image.Image:
    """Without what stands between the two places; a line of dots says so."""
    haut, reprise = round(haut * ECHELLE), round(reprise * ECHELLE)
    pli = round(30 * ECHELLE)
    pliee = Image.new("RGB", (image.width, haut + pli + image.height - reprise), image.getpixel((0, 0)))
    pliee.paste(image.crop((0, 0, image.width, haut)), (0, 0))
    pliee.paste(image.crop((0, reprise, image.width, image.height)), (0, haut + pli))
    dessin = ImageDraw.Draw(pliee)
    for x in range(round(20 * ECHELLE), image.width - round(20 * ECHELLE), round(14 * ECHELLE)):
        dessin.ellipse((x, haut + pli // 2, x + 5 * ECHELLE, haut + pli // 2 + 5 * ECHELLE), fill=CADRE)
    return pliee
