"""The serial number of the Vitale card, as it is typed (chapter 6 § 3, chapter 1 § 3.1). Pure."""

from __future__ import annotations

import re

CHIFFRES = 10
FORME = "Le numéro de série comporte 10 chiffres."


def lire_serie(texte: str) -> str:
    """The 10 digits; an eleventh that is a 9 is dropped. Empty when it is not a serial."""
    serre = re.sub(r"[\s.\-]", "", texte)
    trouve = re.fullmatch(r"([0-9]{10})9?", serre)
    return trouve.group(1) if trouve else ""
