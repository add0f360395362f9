"""Words written in a rectangle of a page: what somebody typed in a field, or over the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .lettres import lisibles, tracer

CORPS = 12.0  # points, where nothing says the size and the place is large enough
INTERLIGNE = 1.2
TAILLE = re.compile(rb"([\d.]+)\s+Tf")
COULEUR = re.compile(rb"((?:[\d.]+\s+){3}rg|(?:[\d.]+\s+){4}k|[\d.]+\s+g)\b")
# How wide Helvetica draws each sign from the space to the tilde, in thousandths of its size; an accent adds nothing.
LARGEURS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944,
    667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip


def ecrire(
    rectangle: tuple[float, ...], mots: str, apparence: bytes, cadrage: int, *, plusieurs: bool, cases: int = 0
) -> Iterator[bytes]:
    """Words in their place, as large as they are said to be or as fits; `cases`: one letter in each of so many boxes.

    Raises LettreInconnue.
    """
    mots = lisibles(mots)
    gauche, bas, droite, haut = rectangle
    largeur, hauteur = droite - gauche - 4, haut - bas
    dite, encre = TAILLE.search(apparence), COULEUR.search(apparence)
    corps = float(dite[1]) if dite else 0.0
    if not corps:
        corps = CORPS if plusieurs else min(CORPS, hauteur * 0.8)
        if not plusieurs and (longueur := _longueur(mots, corps)) > largeur > 0:
            corps *= largeur / longueur
    yield b"q BT %s" % (encre[1] if encre else b"0 g")
    lignes = list(_lignes(mots, largeur, corps)) if plusieurs else [" ".join(mots.splitlines())]
    y = haut - corps - 2 if plusieurs else bas + (hauteur - 0.72 * corps) / 2
    for ligne in lignes:
        x = gauche + 2 + (largeur - _longueur(ligne, corps)) * (cadrage / 2 if cadrage in (1, 2) else 0)
        for rang, signes in enumerate(ligne[:cases] if cases else [ligne]):
            if cases:
                x = gauche + (rang + 0.5) * (droite - gauche) / cases - _longueur(signes, corps) / 2
            yield b"1 0 0 1 %.2f %.2f Tm" % (x, y)
            yield from tracer(signes, corps)
        y -= corps * INTERLIGNE
    yield b"ET Q"


def _lignes(mots: str, largeur: float, corps: float) -> Iterator[str]:
    """Broken where they must be, between two words."""
    for paragraphe in mots.splitlines():
        ligne = ""
        for mot in paragraphe.split(" "):
            essai = f"{ligne} {mot}" if ligne else mot
            if ligne and _longueur(essai, corps) > largeur:
                yield ligne
                essai = mot
            ligne = essai
        yield ligne


def _longueur(mots: str, corps: float) -> float:
    signes = (ord(unicodedata.normalize("NFD", signe)[0]) - 32 for signe in mots)
    return corps * sum(LARGEURS[rang] if 0 <= rang < len(LARGEURS) else 556 for rang in signes) / 1000
