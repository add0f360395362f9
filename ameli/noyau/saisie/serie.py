"""Numbers printed on cards: the serial of a Vitale card (chapter 1 § 3.1, chapter 6 § 3), the number of a European card. Pure."""

from __future__ import annotations

import re

from ameli.noyau.saisie.signes import Illisible, nombre

CHIFFRES, FIN, EUROPEENNE = 10, 7, 20
VITALE = re.compile(r"([0-9]{10})9?")
FORME = "Le numéro de série a 10 chiffres."
FORME_DE_LA_FIN = "Recopiez les 7 derniers chiffres, ou les 10 chiffres du numéro."
FORME_EUROPEENNE = "Le numéro de la carte comporte 20 chiffres."


def lire(texte: str) -> str:
    """The 10 digits of a Vitale serial; the 9 that some cards add is dropped. Raises Illisible."""
    lue = VITALE.fullmatch(nombre(texte))
    if lue is None:
        raise Illisible(FORME)
    return lue[1]


def lire_fin(texte: str) -> str:
    """A serial of which the end alone was asked: its last 7 digits, or the 10 of who copied them all. Raises Illisible."""
    serre = nombre(texte)
    lue = VITALE.fullmatch(serre)
    if lue is not None:
        return lue[1]
    if not re.fullmatch(r"[0-9]{7}", serre):
        raise Illisible(FORME_DE_LA_FIN)
    return serre


def lire_europeenne(texte: str) -> str:
    """The 20 digits of a European health insurance card, field 8. Raises Illisible."""
    serre = nombre(texte)
    if not re.fullmatch(r"[0-9]{20}", serre):
        raise Illisible(FORME_EUROPEENNE)
    return serre
