"""Portraits of nobody, drawn for the tests with Pillow: no photo of a person is shipped."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

FORMAT = (700, 900)
PEAU, OMBRE, CHEVEUX = (224, 180, 146), (172, 126, 98), (70, 48, 36)


def dessiner(
    *, fond: str = "#c9d3dc", taille: tuple[int, int] = FORMAT, echelle: float = 1.0, flou: float = 0, lumiere: float = 1.0,
    tetes: int = 1, etagere: bool = False,
) -> Image.Image:  # fmt: skip
    """A face that fills three quarters of the height at `echelle` 1, softened as a lens would."""
    image = Image.new("RGB", taille, fond)
    if etagere:
        dessin = ImageDraw.Draw(image)
        for rang in range(6):
            dessin.rectangle((0, rang * 150, taille[0], rang * 150 + 60), fill="#5a3a22")
            dessin.rectangle((rang * 130, 0, rang * 130 + 40, taille[1]), fill="#b0302a")
    for rang in range(tetes):
        _tete(image, taille[0] * (rang + 1) / (tetes + 1), taille[1] * 0.5, taille[1] * 0.74 * echelle)
    image = image.filter(ImageFilter.GaussianBlur(1.2 + flou))
    return ImageEnhance.Brightness(image).enhance(lumiere)


def octets(image: Image.Image, format_image: str = "JPEG") -> bytes:
    sortie = io.BytesIO()
    image.save(sortie, format_image, quality=90)
    return sortie.getvalue()


def piece(*, taille: tuple[int, int] = (1000, 640), flou: float = 0) -> bytes:
    """An identity document that exists nowhere."""
    image = Image.new("RGB", (1000, 640), "#dfe7ef")
    dessin = ImageDraw.Draw(image)
    dessin.rectangle((40, 40, 960, 600), outline="#31445c", width=8)
    dessin.rectangle((80, 140, 330, 470), fill="#9fb0bf")
    for ligne, texte in enumerate(("SPECIMEN", "DUPRAT", "LEA", "12.06.1990", "VALABLE JUSQU’AU 01.01.2030")):
        dessin.text((380, 130 + 80 * ligne), texte, fill="#31445c", font_size=38)
    return octets(image.filter(ImageFilter.GaussianBlur(flou)).resize(taille))


def _tete(image: Image.Image, x: float, y: float, hauteur: float) -> None:
    """Chin to crown is `hauteur`; every measure is a part of it."""
    dessin = ImageDraw.Draw(image)
    pas = hauteur / 100

    def boite(gauche: float, haut: float, droite: float, bas: float) -> tuple[float, float, float, float]:
        return (x + gauche * pas, y + haut * pas, x + droite * pas, y + bas * pas)

    dessin.ellipse(boite(-75, 58, 75, 150), fill=(49, 68, 92))
    dessin.rectangle(boite(-16, 30, 16, 68), fill=OMBRE)
    dessin.ellipse(boite(-40, -54, 40, 30), fill=CHEVEUX)
    dessin.ellipse(boite(-36, -44, 36, 50), fill=PEAU)
    for cote in (-1, 1):
        centre = 15 * cote
        dessin.ellipse(boite(centre - 11, -8, centre + 11, 5), fill=OMBRE)
        dessin.ellipse(boite(centre - 8, -4, centre + 8, 3), fill="white")
        dessin.ellipse(boite(centre - 4, -5, centre + 4, 4), fill=(50, 35, 28))
        dessin.line(boite(centre - 11, -11, centre + 11, -12), fill=CHEVEUX, width=max(1, round(2.5 * pas)))
    dessin.polygon([(x - 1 * pas, y - 2 * pas), (x - 6 * pas, y + 17 * pas), (x + 6 * pas, y + 17 * pas)], fill=OMBRE)
    dessin.ellipse(boite(-14, 27, 14, 34), fill=(160, 84, 78))
