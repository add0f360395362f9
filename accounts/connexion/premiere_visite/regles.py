"""What is compared with the file, and how: without accents or case, the ends of two numbers. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FIN = 7  # chapter 1 § 3.1: the last 7 of the 10 digits of the card, the last 7 characters of the IBAN
SERIE = re.compile(r"\d{7}|\d{10}|\d{10}9")


def nom_simple(nom: str) -> str:
    """« D'Estienne-Élan » and « DESTIENNE ELAN » are one name: letters alone, without accents, in capitals."""
    lettres = unicodedata.normalize(
        "NFKD", nom.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    )
    return "".join(c for c in lettres if c.isalpha()).upper()


def meme_nom(saisi: str, connus: Iterable[str]) -> bool:
    """Is it one of the names of the file (birth, use)? An empty name is nobody's."""
    simple = nom_simple(saisi)
    return bool(simple) and any(simple == nom_simple(connu) for connu in connus if connu)


def fin_de_serie(saisie: str) -> str | None:
    """The last 7 digits of a Vitale serial typed in full (10), with the 9 that some cards add (11), or alone. None otherwise."""
    serree = re.sub(r"[\s.\-]", "", saisie)
    if not SERIE.fullmatch(serree):
        return None
    return (serree[:10] if len(serree) == 11 else serree)[-FIN:]


def fin_d_iban(saisie: str) -> str | None:
    """The last 7 characters of an IBAN, typed alone or with all that comes before. None when there are fewer."""
    serree = re.sub(r"[\s.\-]", "", saisie).upper()
    if not serree.isascii() or not serree.isalnum() or not FIN <= len(serree) <= 34:
        return None
    return serree[-FIN:]
