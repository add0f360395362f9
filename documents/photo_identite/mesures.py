"""What is read in a file that `ameli.noyau.televersement` has already drawn anew or rebuilt: never give it the bytes of a stranger."""

from __future__ import annotations

import io

from PIL import Image, ImageFilter, ImageOps, ImageStat

from documents.photo_identite import regles, visage
from documents.photo_identite.regles import Mesures

IMPRIMEE = (413, 531)  # pixels: sharpness is that of what will be printed
LECTURE = 1000  # pixels of the long side of a document
MILIEU = (0.25, 0.2, 0.75, 0.75)  # where the face is, in parts of the width and the height
BRULE = 250
LAPLACIEN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
QUALITE = 92


def ouvrir(octets: bytes) -> Image.Image:
    """The picture, in colours on white."""
    image = Image.open(io.BytesIO(octets), formats=("JPEG", "PNG"))
    if image.mode == "RGBA":
        sur_blanc = Image.new("RGB", image.size, "white")
        sur_blanc.paste(image, mask=image.getchannel("A"))
        return sur_blanc
    return image.convert("RGB")


def pages(octets: bytes) -> int:
    """How many a rebuilt PDF has."""
    import pikepdf  # at first use: few processes ever need it

    with pikepdf.open(io.BytesIO(octets)) as pdf:
        return len(pdf.pages)


def mesurer(image: Image.Image) -> Mesures:
    """The figures of a photo, as it would be printed."""
    petite = ImageOps.fit(image, IMPRIMEE)
    gris = petite.convert("L")
    milieu = gris.crop(_boite(gris, MILIEU))
    statistiques = ImageStat.Stat(milieu)
    ecart, lumiere = _fond(petite)
    return Mesures(
        largeur=image.width,
        hauteur=image.height,
        lumiere=statistiques.mean[0],
        brule=sum(milieu.histogram()[BRULE:]) / (milieu.width * milieu.height),
        contraste=statistiques.stddev[0],
        nettete=nettete(milieu),
        fond_ecart=ecart,
        fond_lumiere=lumiere,
        visages=visage.chercher(image),
    )


def nettete(gris: Image.Image) -> float:
    """How much neighbouring points differ: the standard deviation of the Laplacian, its edges left out."""
    interieur = gris.filter(LAPLACIEN).crop((1, 1, gris.width - 1, gris.height - 1))
    return ImageStat.Stat(interieur).stddev[0]


def nettete_de_piece(image: Image.Image) -> float:
    """The same of a document, at one size for all."""
    gris = image.convert("L")
    gris.thumbnail((LECTURE, LECTURE))
    return nettete(gris)


def recadrer(image: Image.Image, minimum: int) -> Image.Image:
    """The photo cut to 35 × 45, around the face when one is found; `minimum` pixels high when it can be."""
    trouves = visage.chercher(image)
    seul = trouves[0] if trouves and len(trouves) == 1 else None
    return image.crop(regles.cadrer(image.width, image.height, seul, minimum))


def enregistrer(image: Image.Image) -> bytes:
    """As a JPEG, with nothing but its points."""
    sortie = io.BytesIO()
    image.save(sortie, "JPEG", quality=QUALITE)
    return sortie.getvalue()


def _fond(image: Image.Image) -> tuple[float, float]:
    """Deviation and mean of the ground: the top, and the sides above the shoulders. The worst colour speaks for all."""
    masque = Image.new("L", image.size, 0)
    for zone in ((0, 0, 1, 0.06), (0, 0, 0.09, 0.5), (0.91, 0, 1, 0.5)):
        masque.paste(255, _boite(image, zone))
    couleurs = ImageStat.Stat(image, masque)
    return max(couleurs.stddev), ImageStat.Stat(image.convert("L"), masque).mean[0]


def _boite(image: Image.Image, zone: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    gauche, haut, droite, bas = zone
    return (
        round(gauche * image.width),
        round(haut * image.height),
        round(droite * image.width),
        round(bas * image.height),
    )
