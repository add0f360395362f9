"""The look of a mark: how it is put on, and what its dictionary says of colours, lines and places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from .lettres import polices

Points = list[tuple[float, float]]
ENCRES = {1: ("g", "G"), 3: ("rg", "RG"), 4: ("k", "K")}


def habiller(
    pdf: Any, marque: Any, trace: bytes, points: Points | None = None, *, opacite: float = 1, fondu: bool = False
) -> None:
    """`trace`, in the coordinates of the page, becomes the look of the mark, wide enough for the `points` of its line."""
    gauche, bas, droite, haut = rectangle(marque)
    if points:
        bord, (xs, ys) = _epaisseur(marque), zip(*points, strict=True)
        gauche, bas = min(gauche, min(xs) - bord), min(bas, min(ys) - bord)
        droite, haut = max(droite, max(xs) + bord), max(haut, max(ys) + bord)
    place = [gauche, bas, droite, haut]
    marque.Rect = pikepdf.Array(place)
    etat = Dictionary(Type=Name.ExtGState, CA=opacite, ca=opacite, BM=Name.Multiply if fondu else Name.Normal)
    look = pikepdf.Stream(pdf, b"/Etat gs " + trace)
    look.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=place,
        Resources=Dictionary(Font=polices(), ExtGState={"/Etat": etat}),
    )
    marque.AP = Dictionary(N=pdf.make_indirect(look))
    if "/AS" in marque:
        del marque["/AS"]


def trait(marque: Any) -> Iterator[bytes]:
    """Its line: colours and width."""
    yield encre(marque, "/C") or b"0 G"
    yield encre(marque, "/IC", fond=True)
    yield b"%.2f w" % _epaisseur(marque)


def peindre(marque: Any) -> bytes:
    """What ends a path: filled when there is a colour for that."""
    return b"B" if len(marque.get("/IC", ())) in ENCRES else b"S"


def encre(marque: Any, cle: str, *, fond: bool = False) -> bytes:
    """The colour to fill (`fond`) or to draw with; empty when it is said to have none."""
    teintes = [float(x) for x in marque.get(cle, ())]
    if len(teintes) not in ENCRES:
        return b""
    return b" ".join(b"%.3f" % x for x in teintes) + b" " + ENCRES[len(teintes)][0 if fond else 1].encode()


def _epaisseur(marque: Any) -> float:
    style, bord = marque.get("/BS", Dictionary()), marque.get("/Border", ())
    return float(style.get("/W", bord[2] if len(bord) > 2 else 1))


def rectangle(marque: Any) -> tuple[float, float, float, float]:
    a, b, c, d = (float(x) for x in marque.Rect)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def dedans(marque: Any) -> tuple[float, float, float, float]:
    """The frame whose line stays inside the rectangle."""
    gauche, bas, droite, haut = rectangle(marque)
    demi = _epaisseur(marque) / 2
    return gauche + demi, bas + demi, droite - demi, haut - demi


def points_de(marque: Any) -> Points:
    """Those that it goes through; the corners of its rectangle, in the order of QuadPoints, when it says none."""
    for cle in ("/QuadPoints", "/L", "/Vertices"):
        if cle in marque:
            return deux_par_deux(marque[cle])
    if "/InkList" in marque:
        return [point for liste in marque.InkList for point in deux_par_deux(liste)]
    gauche, bas, droite, haut = rectangle(marque)
    return [(gauche, haut), (droite, haut), (gauche, bas), (droite, bas)]


def quatre_par_quatre(points: Points) -> Iterator[tuple[Any, ...]]:
    return zip(*(points[rang::4] for rang in range(4)), strict=False)


def deux_par_deux(nombres: Any) -> Points:
    lus = [float(x) for x in nombres]
    return list(zip(lus[::2], lus[1::2], strict=False))


def chemin(points: Points) -> bytes:
    return b" ".join(b"%.2f %.2f %s" % (x, y, b"l" if rang else b"m") for rang, (x, y) in enumerate(points))


def cadre(place: tuple[float, float, float, float]) -> bytes:
    gauche, bas, droite, haut = place
    return b"%.2f %.2f %.2f %.2f re" % (gauche, bas, droite - gauche, haut - bas)
