"""What readers draw by themselves: marks and fields that a PDF only describes get the look that flattening keeps.

A program that fills a form may write the value and leave its look to the reader; so do some that highlight, tick or write
on a page. The look given here is the plain one that readers give.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary

from .champs import habiller_le_champ, mots_de
from .habits import (
    Points,
    cadre,
    chemin,
    dedans,
    deux_par_deux,
    encre,
    habiller,
    peindre,
    points_de,
    quatre_par_quatre,
    rectangle,
    trait,
)
from .textes import ecrire

ROND = 0.5523  # where the handles of four curves make a circle
INDESSINABLE = (TypeError, ValueError, KeyError, AttributeError, pikepdf.PdfError)


def dessiner_les_marques(pdf: Any) -> None:
    """Give their look to the fields and marks of `pdf` that have none. One that nothing can be made of is left out."""
    formulaire = pdf.Root.get("/AcroForm")
    formulaire = formulaire if isinstance(formulaire, Dictionary) else Dictionary()
    tout = bool(formulaire.get("/NeedAppearances", False))
    if "/NeedAppearances" in formulaire:
        del formulaire["/NeedAppearances"]
    for page in pdf.pages:
        for marque in page.obj.get("/Annots", ()):
            try:
                _dessiner(pdf, marque, formulaire, tout)
            except INDESSINABLE:
                continue


def _dessiner(pdf: Any, marque: Any, formulaire: Any, tout: bool) -> None:
    genre = str(marque.get("/Subtype", ""))
    dessinee = isinstance(marque.get("/AP", Dictionary()).get("/N"), pikepdf.Object)
    if genre == "/Widget":
        habiller_le_champ(pdf, marque, formulaire, dessine=dessinee, tout=tout)
    elif not dessinee and (trace := TRACES.get(genre)):
        points = points_de(marque)
        opacite = float(marque.get("/CA", 1))
        habiller(pdf, marque, b" ".join(trace(marque, points)), points, opacite=opacite, fondu=genre == "/Highlight")


def _surligner(marque: Any, points: Points) -> Iterator[bytes]:
    yield encre(marque, "/C", fond=True)
    for a, b, c, d in quatre_par_quatre(points):
        yield chemin([a, b, d, c]) + b" h f"


def _souligner(marque: Any, points: Points) -> Iterator[bytes]:
    yield from trait(marque)
    for _, _, c, d in quatre_par_quatre(points):
        yield chemin([c, d]) + b" S"


def _barrer(marque: Any, points: Points) -> Iterator[bytes]:
    yield from trait(marque)
    for a, b, c, d in quatre_par_quatre(points):
        yield chemin([((a[0] + c[0]) / 2, (a[1] + c[1]) / 2), ((b[0] + d[0]) / 2, (b[1] + d[1]) / 2)]) + b" S"


def _ecrire_a_la_main(marque: Any, points: Points) -> Iterator[bytes]:
    yield from trait(marque)
    for liste in marque.get("/InkList", ()):
        yield chemin(deux_par_deux(liste)) + b" S"


def _ligne(marque: Any, points: Points) -> Iterator[bytes]:
    yield from trait(marque)
    yield chemin(points) + b" S"


def _polygone(marque: Any, points: Points) -> Iterator[bytes]:
    yield from trait(marque)
    yield chemin(points) + b" h " + peindre(marque)


def _cadre(marque: Any, points: Points) -> Iterator[bytes]:
    yield from trait(marque)
    yield cadre(dedans(marque)) + b" " + peindre(marque)


def _ellipse(marque: Any, points: Points) -> Iterator[bytes]:
    yield from trait(marque)
    gauche, bas, droite, haut = dedans(marque)
    x, y, rx, ry = (gauche + droite) / 2, (bas + haut) / 2, (droite - gauche) / 2, (haut - bas) / 2
    yield b"%.2f %.2f m" % (x + rx, y)
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):  # a quarter of the way round, four times
        yield b"%.2f %.2f %.2f %.2f %.2f %.2f c" % (
            x + rx * (dx - ROND * dy), y + ry * (dy + ROND * dx), x + rx * (ROND * dx - dy), y + ry * (ROND * dy + dx),
            x - rx * dy, y + ry * dx,
        )  # fmt: skip
    yield b"h " + peindre(marque)


def _ecrire(marque: Any, points: Points) -> Iterator[bytes]:
    place = rectangle(marque)
    if fond := encre(marque, "/C", fond=True):
        yield fond + b" " + cadre(place) + b" f"
    apparence, cadrage = bytes(marque.get("/DA", b"")), int(marque.get("/Q", 0))
    yield from ecrire(place, mots_de(marque.get("/Contents", "")), apparence, cadrage, plusieurs=True)


TRACES = {
    "/Highlight": _surligner, "/Underline": _souligner, "/Squiggly": _souligner, "/StrikeOut": _barrer,
    "/Ink": _ecrire_a_la_main, "/Line": _ligne, "/PolyLine": _ligne, "/Polygon": _polygone, "/Square": _cadre,
    "/Circle": _ellipse, "/FreeText": _ecrire,
}  # fmt: skip
