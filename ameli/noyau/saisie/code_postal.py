"""A French postal code: five digits, as written on an envelope. Pure."""

from __future__ import annotations

import re

from ameli.noyau.saisie.signes import Illisible, nombre

CODE = re.compile(r"[0-9]{5}")
FORME = "Un code postal a 5 chiffres."


def lire(texte: str) -> str:
    """ "40 100", "F-40100", « 40100 Dax » and "40100" are "40100". Raises Illisible."""
    serre = nombre(texte)
    if not CODE.fullmatch(serre):
        raise Illisible(FORME)
    return serre
