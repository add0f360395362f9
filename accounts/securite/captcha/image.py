"""The image of a challenge: letters that lean, swell and sometimes touch, as if drawn on rubber; the same each time that it is
asked for.

Full and hollow letters alternate by chance; arcs as thick as their strokes run across. Letters and arcs share their colours, so
that no filter parts them; contrast with the ground stays above 7:1.
"""

from __future__ import annotations

import io
import math
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFont

LARGEUR, HAUTEUR = 300, 100
FOND = (247, 250, 253)
ENCRES = ((16, 48, 95), (22, 36, 58), (19, 74, 144))
TUILE = 96
TRAIT = 4
MAILLE = 20  # pixels between two knots of the waving ground
VAGUE = 4  # how far a knot is moved


def dessiner(texte: str, graine: str) -> bytes:
    """A PNG of 300 × 100 pixels. The same `graine` gives the same bytes: asking twice tells no more than once."""
    hasard = random.Random(graine)
    image = Image.new("RGB", (LARGEUR, HAUTEUR), FOND)
    milieu = 34 + hasard.randint(-6, 6)
    for caractere in texte:
        tuile = _caractere(caractere, hasard)
        haut = (HAUTEUR - TUILE) // 2 + hasard.randint(-10, 10)
        image.paste(hasard.choice(ENCRES), (milieu - TUILE // 2, haut), tuile)
        milieu += hasard.randint(41, 47)
    trait = ImageDraw.Draw(image)
    for encre in hasard.choices(ENCRES, k=2):
        _arc(trait, encre, hasard)
    image = _onduler(image, hasard)
    sortie = io.BytesIO()
    image.save(sortie, "PNG", optimize=True)
    return sortie.getvalue()


def _caractere(caractere: str, hasard: random.Random) -> Image.Image:
    """A mask: one letter, full or hollow, wider or narrower, leaning and turned."""
    tuile = Image.new("L", (TUILE, TUILE), 0)
    dessin, milieu, fonte = ImageDraw.Draw(tuile), (TUILE // 2, TUILE // 2), police(hasard.choice((46, 52, 58)))
    creuse = hasard.random() < 0.4
    trait = 2 if creuse else hasard.choice((1, 2))
    dessin.text(milieu, caractere, fill=255, font=fonte, anchor="mm", stroke_width=trait, stroke_fill=255)
    if creuse:
        dessin.text(milieu, caractere, fill=0, font=fonte, anchor="mm")
    large, haut, penche = hasard.uniform(0.8, 1.2), hasard.uniform(0.85, 1.15), hasard.uniform(-0.3, 0.3)
    centre = TUILE / 2
    redresse = (1 / large, penche, centre - centre / large - centre * penche, 0, 1 / haut, centre - centre / haut)
    tuile = tuile.transform(tuile.size, Image.Transform.AFFINE, redresse, Image.Resampling.BICUBIC)
    return tuile.rotate(hasard.uniform(-24, 24), resample=Image.Resampling.BICUBIC)


def _arc(trait: ImageDraw.ImageDraw, encre: tuple[int, int, int], hasard: random.Random) -> None:
    """A wave from side to side, as thick as the stroke of a letter."""
    pente, creux = hasard.uniform(-0.15, 0.15), hasard.uniform(8, 26)
    periode, phase, haut = hasard.uniform(90, 240), hasard.uniform(0, math.tau), hasard.uniform(30, HAUTEUR - 30)
    points = [
        (x, haut + pente * (x - LARGEUR / 2) + creux * math.sin(math.tau * x / periode + phase))
        for x in range(-10, LARGEUR + 10, 5)
    ]
    trait.line(points, fill=encre, width=TRAIT, joint="curve")


def _onduler(image: Image.Image, hasard: random.Random) -> Image.Image:
    """As if drawn on rubber: each knot of a net is pulled a little, and what is between follows."""
    colonnes, lignes = LARGEUR // MAILLE, HAUTEUR // MAILLE
    noeuds = {
        (c, r): (c * MAILLE + hasard.uniform(-VAGUE, VAGUE), r * MAILLE + hasard.uniform(-VAGUE, VAGUE))
        for c in range(colonnes + 1)
        for r in range(lignes + 1)
    }
    mailles = [
        (
            (c * MAILLE, r * MAILLE, (c + 1) * MAILLE, (r + 1) * MAILLE),
            (*noeuds[c, r], *noeuds[c, r + 1], *noeuds[c + 1, r + 1], *noeuds[c + 1, r]),
        )
        for c in range(colonnes)
        for r in range(lignes)
    ]
    return image.transform(image.size, Image.Transform.MESH, mailles, Image.Resampling.BICUBIC, fillcolor=FOND)


@cache
def police(taille: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(taille)
