"""Printed labels with a barcode, photographed: turned, in perspective, blurred, noisy, glossy, dark, two on one picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from stdnum import ean


@dataclass(frozen=True)
class Prise:
    """How a photo is taken. `angle` in degrees; `fuite` how much the far side shrinks; `flou` in points; `bruit`, `reflet` and `ombre` in shades of 255."""

    angle: float = 0
    fuite: float = 0
    flou: float = 0
    bruit: float = 0
    reflet: int = 0
    ombre: float = 0
    module: int = 4
    qualite: int = 80


def avec_cle(chiffres: str) -> str:
    return chiffres + ean.calc_check_digit(chiffres)


def etiquette(code: str, module: int = 4) -> Image.Image:
    """A label as it is printed: a name, the bars, the digits under them. `module` is the width of the thinnest bar, in points."""
    genre = {8: zxingcpp.BarcodeFormat.EAN8, 12: zxingcpp.BarcodeFormat.UPCA, 13: zxingcpp.BarcodeFormat.EAN13}[
        len(code)
    ]
    barres = Image.fromarray(
        np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(code, genre), scale=module))
    )
    barres = barres.resize((barres.width, barres.height * 2 // 3))
    carte = Image.new("L", (barres.width + 60, barres.height + 110), 247)
    carte.paste(barres, (30, 50))
    ecrire = ImageDraw.Draw(carte)
    police = ImageFont.load_default(size=24)
    ecrire.text((34, 12), "SANS GLUTEN  500 g", fill=40, font=police)
    ecrire.text((60, carte.height - 44), " ".join(code), fill=20, font=police)
    return carte


def photographier(*codes: str, prise: Prise = Prise(), graine: int = 0) -> bytes:
    """A JPEG of these labels, side by side on a table."""
    hasard = Random(graine)
    cartes = [etiquette(code, prise.module) for code in codes]
    largeur, hauteur = sum(c.width + 40 for c in cartes) + 160, max(c.height for c in cartes) + 260
    fond = np.full((hauteur, largeur), 150.0) + np.linspace(-25, 25, largeur)
    image = Image.fromarray(fond.astype("uint8"))
    gauche = 100
    for carte in cartes:
        image.paste(carte, (gauche, 130))
        gauche += carte.width + 40
    image = _fuir(image, prise.fuite).rotate(prise.angle, expand=True, fillcolor=140, resample=Image.Resampling.BICUBIC)
    if prise.reflet:
        image = _reflechir(image, prise.reflet, hasard)
    points = np.asarray(image, dtype=float)
    if prise.ombre:
        points *= np.linspace(1, 1 - prise.ombre, points.shape[1])
    points += np.random.default_rng(graine).normal(0, prise.bruit, points.shape)
    image = Image.fromarray(points.clip(0, 255).astype("uint8")).filter(ImageFilter.GaussianBlur(prise.flou))
    sortie = io.BytesIO()
    image.convert("RGB").save(sortie, "JPEG", quality=prise.qualite)
    return sortie.getvalue()


def _fuir(image: Image.Image, fuite: float) -> Image.Image:
    """The right side goes away from whoever takes the photo."""
    if not fuite:
        return image
    w, h, d = image.width, image.height, image.height * fuite
    vers = [(0, 0), (w, d), (w, h - d), (0, h)]
    depuis = [(0, 0), (w, 0), (w, h), (0, h)]
    lignes, droite = [], []
    for (x, y), (u, v) in zip(vers, depuis, strict=True):
        lignes += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        droite += [u, v]
    coefficients = np.linalg.solve(np.array(lignes, float), np.array(droite, float))
    return image.transform(
        image.size, Image.Transform.PERSPECTIVE, tuple(coefficients), Image.Resampling.BICUBIC, fillcolor=140
    )


def _reflechir(image: Image.Image, force: int, hasard: Random) -> Image.Image:
    """A lamp on plastic: a white cloud that does not hide the whole width of the bars."""
    nuage = Image.new("L", image.size, 0)
    x, y = image.width * hasard.uniform(0.3, 0.7), image.height * hasard.uniform(0.55, 0.75)
    ImageDraw.Draw(nuage).ellipse([x - 90, y - 30, x + 90, y + 30], fill=force)
    nuage = nuage.filter(ImageFilter.GaussianBlur(18))
    return Image.composite(Image.new("L", image.size, 255), image, nuage)


def corpus(graine: int = 17, combien: int = 4) -> Iterator[tuple[bytes, list[str]]]:
    """Photos as people take them, each with the codes that it shows."""
    hasard = Random(graine)
    prises = (
        Prise(), Prise(angle=8), Prise(angle=-23), Prise(angle=90), Prise(angle=180), Prise(angle=45, flou=0.6),
        Prise(fuite=0.12), Prise(fuite=0.2, angle=12), Prise(flou=1.8), Prise(flou=2.6, module=5), Prise(bruit=22),
        Prise(bruit=38, flou=0.8), Prise(reflet=200), Prise(reflet=255, angle=-6), Prise(ombre=0.7), Prise(ombre=0.5, bruit=15, fuite=0.1),
        Prise(module=2), Prise(module=2, bruit=10), Prise(module=3, flou=1.2, angle=5, qualite=35), Prise(angle=30, fuite=0.08, bruit=12, flou=1),
    )  # fmt: skip
    for rang, prise in enumerate(prises):
        for essai in range(combien):
            longueur = (12, 12, 7, 11)[(rang + essai) % 4]
            codes = [_tirer(hasard, longueur)]
            if essai == combien - 1:
                codes.append(_tirer(hasard, 12))
            serree = replace(prise, angle=prise.angle + hasard.uniform(-4, 4))
            yield photographier(*codes, prise=serree, graine=rang * 10 + essai), codes


def _tirer(hasard: Random, longueur: int) -> str:
    debut = "0" if longueur == 11 else "2"
    return avec_cle(debut + "".join(hasard.choice("0123456789") for _ in range(longueur - 1)))
