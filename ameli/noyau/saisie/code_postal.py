"""A French postal code: five digits, as written on an envelope. Pure."""

from __future__ import annotations

import re

from ameli.noyau.saisie.signes import Illisible, serrer

CODE = re.compile(r"[0-9]{5}")
ETIQUETTES = ("F", "FR", "CP")
FORME = "Un code postal a 5 chiffres."


def lire(texte: str) -> str:
    """ "40 100", "F-40100" and "40100" are "40100". Raises Illisible."""
    serre = serrer(texte, *ETIQUETTES)
    if not CODE.fullmatch(serre):
        raise Illisible(FORME)
    return serre
