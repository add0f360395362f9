"""The image of a challenge: turned and shifted letters, lines across, the same each time that it is asked for.

Letters and lines share their colours, so that no filter parts them; contrast with the ground stays above 7:1.
"""

from __future__ import annotations

import io
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFont

LARGEUR, HAUTEUR = 300, 100
FOND = (247, 250, 253)
ENCRES = ((16, 48, 95), (22, 36, 58), (19, 74, 144))


def dessiner(texte: str, graine: str) -> bytes:
    """A PNG of 300 × 100 pixels. The same `graine` gives the same bytes: asking twice tells no more than once."""
    hasard = random.Random(graine)
    image = Image.new("RGB", (LARGEUR, HAUTEUR), FOND)
    pas = (LARGEUR - 30) // len(texte)
    for rang, caractere in enumerate(texte):
        tuile = _caractere(caractere, hasard)
        gauche = 15 + rang * pas + (pas - tuile.width) // 2 + hasard.randint(-4, 4)
        haut = (HAUTEUR - tuile.height) // 2 + hasard.randint(-10, 10)
        image.paste(hasard.choice(ENCRES), (gauche, haut), tuile)
    trait = ImageDraw.Draw(image)
    for _ in range(5):
        points = [(x, hasard.randint(15, HAUTEUR - 15)) for x in range(-10, LARGEUR + 60, 60)]
        trait.line(points, fill=hasard.choice(ENCRES), width=2, joint="curve")
    sortie = io.BytesIO()
    image.save(sortie, "PNG", optimize=True)
    return sortie.getvalue()


def _caractere(caractere: str, hasard: random.Random) -> Image.Image:
    """A mask: one letter, turned by 20 degrees at most."""
    tuile = Image.new("L", (70, 70), 0)
    ImageDraw.Draw(tuile).text((35, 35), caractere, fill=255, font=_police(hasard.choice((46, 50, 54))), anchor="mm")
    return tuile.rotate(hasard.uniform(-20, 20), resample=Image.Resampling.BICUBIC)


@cache
def _police(taille: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(taille)
