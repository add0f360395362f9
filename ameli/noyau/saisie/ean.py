"""The number under a printed barcode: EAN-13, EAN-8 and UPC-A, each with its key. Pure."""

from __future__ import annotations

import re

from stdnum import ean

from ameli.noyau.saisie.signes import Illisible, ligne, nombre

LONGUEUR, COURT, UPC_A = 13, 8, 12
GENRE = re.compile(r"\b(?:EAN|GTIN)[ -]?(?:8|13|14)\b", re.IGNORECASE)  # a label with a number of its own
FORME = "Recopiez tous les chiffres écrits sous les barres\N{NO-BREAK SPACE}: il y en a le plus souvent 13."
CLE = "Un chiffre n’est pas le bon\N{NO-BREAK SPACE}: recopiez les {} chiffres écrits sous les barres."


def lire(texte: str) -> str:
    """The code as it is kept: 13 digits, or 8 for an EAN-8. A UPC is the EAN-13 that it is written as elsewhere. Raises Illisible."""
    serre = re.sub(r"^0(?=[0-9]{13}$)", "", nombre(GENRE.sub(" ", ligne(texte))))  # a GTIN-14 of one piece
    if not (serre.isascii() and serre.isdigit()) or not serre.strip("0") or len(serre) not in (LONGUEUR, COURT, UPC_A):
        raise Illisible(FORME)
    garde = canonique(serre)
    if not garde:
        raise Illisible(CLE.format(len(serre)))
    return garde


def canonique(code: str) -> str:
    """The code as it is kept, from its digits; empty when its key is wrong."""
    if not ean.is_valid(code) or len(code) not in (LONGUEUR, COURT, UPC_A):
        return ""
    return code.zfill(LONGUEUR) if len(code) == UPC_A else code
