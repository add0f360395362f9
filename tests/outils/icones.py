"""The icons of the installed site, drawn: `python -m tests.outils.icones` writes `static/application/` again.

The sign is that of `static/favicon.svg`, in its 32 units. A telephone may cut a "maskable" icon to a circle of 80 % of its
width: the sign stays well inside. iOS rounds the corners itself, and paints black what is transparent.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

DOSSIER = Path(__file__).resolve().parents[2] / "static" / "application"
UNITES, FINESSE = 32, 4  # units of the drawing; it is made larger, then reduced, so that edges are smooth
COULEURS = {"compte": ("#10305F", "#FFFFFF"), "exercice": ("#F4B740", "#16243A")}
# Shape: pixels, radius of the corners, how much the sign is enlarged.
FORMES = {"192": (192, 8, 1.3), "512": (512, 8, 1.3), "masquable-512": (512, 0, 1.15), "iphone-180": (180, 0, 1.3)}


def dessiner(site: str, forme: str) -> Image.Image:
    """The icon of a site ("compte" or "exercice") in one of FORMES."""
    pixels, rayon, grandi = FORMES[forme]
    fond, trait = COULEURS[site]
    unite = pixels * FINESSE / UNITES
    image = Image.new("RGBA", (pixels * FINESSE,) * 2)
    dessin = ImageDraw.Draw(image)
    dessin.rounded_rectangle((0, 0, image.width - 1, image.height - 1), rayon * unite, fill=fond)

    def point(x: float, y: float) -> tuple[float, float]:
        """Of the favicon, whose sign has its middle at 15.5, 17.5, to the middle of the icon."""
        return (16 + (x - 15.5) * grandi) * unite, (16 + (y - 17.5) * grandi) * unite

    def rond(x: float, y: float, r: float, couleur: str) -> None:
        dessin.ellipse((*point(x - r, y - r), *point(x + r, y + r)), fill=couleur)

    rond(15.5, 17.5, 6, trait)
    rond(15.5, 17.5, 3, fond)
    for bout in (13, 22):
        rond(20, bout, 1.5, trait)
    dessin.rectangle((*point(18.5, 13), *point(21.5, 22)), fill=trait)
    return image.resize((pixels, pixels), Image.Resampling.LANCZOS).convert("RGBA" if rayon else "RGB")


def ecrire() -> None:
    DOSSIER.mkdir(exist_ok=True)
    for site in COULEURS:
        for forme in FORMES:
            dessiner(site, forme).save(DOSSIER / f"{site}-{forme}.png", optimize=True)


if __name__ == "__main__":
    ecrire()
