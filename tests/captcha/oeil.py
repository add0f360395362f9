"""A machine that looks: what somebody who has the code and the fonts of the captcha does, without training a recogniser.

Every character in several sizes, turned and leaning, is laid at every place of the image (normalised correlation); the most
likely row of characters is kept, with the distances that the code allows (dynamic programming: nothing has to be cut).
"""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from accounts.securite.captcha.defi import ALPHABET, LONGUEUR

Tableau = NDArray[np.float64]
Police = ImageFont.FreeTypeFont | ImageFont.ImageFont
ECHELLE = 2  # the image is looked at in half its size
CADRE = 36  # pixels of a tile, then
LARGEUR, HAUTEUR = 150, 50
GRILLE = (96, 192)  # what correlations are computed on: the image and a tile beside it


@dataclass
class Oeil:
    """`polices`: the font in the sizes in which it is drawn."""

    polices: list[Police]
    angles: tuple[int, ...] = (-16, 0, 16)
    penches: tuple[float, ...] = (-0.17, 0.17)
    creux: tuple[bool, ...] = (False, True)
    trait: int = 1  # by how much letters are fatter
    pas: tuple[int, int] = (17, 30)  # half pixels between the middles of two neighbours
    modeles: Tableau = field(init=False)
    tailles: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        formes = itertools.product(ALPHABET, self.polices, self.angles, self.penches, self.creux)
        tuiles = [_tuile(*forme, self.trait) for forme in formes]
        self.tailles = np.array([np.ptp(np.argwhere(tuile > 0.1), axis=0) + 3 for tuile in tuiles])
        centrees = [_centrer(tuile, *taille) for tuile, taille in zip(tuiles, self.tailles, strict=True)]
        self.modeles = np.conj(np.fft.rfft2(np.stack(centrees).astype(np.float32), GRILLE))

    def lire(self, png: bytes) -> str:
        encre = _encre(png)
        spectre = np.fft.rfft2(encre.astype(np.float32), GRILLE)
        # Correlation at each place of the upper left corner of a tile, then of its middle.
        accord = np.fft.irfft2(spectre * self.modeles, GRILLE)
        accord = np.roll(accord, (CADRE // 2, CADRE // 2), (1, 2))[:, :HAUTEUR, :LARGEUR]
        for rang, (haut, large) in enumerate(self.tailles):
            accord[rang] /= np.sqrt(
                _somme(encre**2, haut, large) - _somme(encre, haut, large) ** 2 / (haut * large) + 4
            )
        return _ranger(accord.max(1).reshape(len(ALPHABET), -1, LARGEUR).max(1), self.pas)


def _encre(png: bytes) -> Tableau:
    image = Image.open(io.BytesIO(png)).convert("L").resize((LARGEUR, HAUTEUR), Image.Resampling.BOX)
    return np.clip((235 - np.asarray(image, float)) / 180, 0, 1)


def _tuile(caractere: str, police: Police, angle: int, penche: float, creuse: bool, trait: int) -> Tableau:
    cote = CADRE * ECHELLE
    image, milieu = Image.new("L", (cote, cote), 0), (cote // 2, cote // 2)
    dessin = ImageDraw.Draw(image)
    dessin.text(milieu, caractere, fill=255, font=police, anchor="mm", stroke_width=trait)
    if creuse:
        dessin.text(milieu, caractere, fill=0, font=police, anchor="mm")
    image = image.transform(image.size, Image.Transform.AFFINE, (1, penche, -penche * cote / 2, 0, 1, 0))
    image = image.rotate(angle, resample=Image.Resampling.BICUBIC)
    return np.asarray(image.resize((CADRE, CADRE), Image.Resampling.BOX), float) / 255


def _centrer(tuile: Tableau, haut: int, large: int) -> Tableau:
    """Its mean inside its own frame is zero, and so is what stands outside; its norm is one."""
    y, x = (CADRE - haut) // 2, (CADRE - large) // 2
    centree = np.zeros_like(tuile)
    dedans = tuile[y : y + haut, x : x + large]
    centree[y : y + haut, x : x + large] = dedans - dedans.mean()
    return centree / np.linalg.norm(centree)


def _somme(encre: Tableau, haut: int, large: int) -> Tableau:
    """The sum of the frame around each place."""
    marges = ((haut // 2 + 1, haut - haut // 2), (large // 2 + 1, large - large // 2))
    sommes = np.pad(encre, marges).cumsum(0).cumsum(1)
    return (sommes[haut:, large:] - sommes[:-haut, large:] - sommes[haut:, :-large] + sommes[:-haut, :-large])[
        :HAUTEUR, :LARGEUR
    ]


def _ranger(accord: Tableau, pas: tuple[int, int]) -> str:
    """The best row of LONGUEUR characters, from left to right."""
    meilleur, lettre = accord.max(0), accord.argmax(0)
    etat, chemin = meilleur.copy(), []
    for _ in range(LONGUEUR - 1):
        etages = np.full((pas[1] - pas[0] + 1, LARGEUR), -np.inf)
        for rang, saut in enumerate(range(pas[0], pas[1] + 1)):
            etages[rang, saut:] = etat[:-saut]
        chemin.append(np.arange(LARGEUR) - pas[0] - etages.argmax(0))
        etat = etages.max(0) + meilleur
    place, lu = int(etat.argmax()), []
    for avant in reversed([None, *chemin]):
        lu.append(ALPHABET[lettre[place]])
        if avant is not None:
            place = avant[place]
    return "".join(reversed(lu))
