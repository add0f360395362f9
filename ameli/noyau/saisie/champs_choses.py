"""Fields of numbers that are those of things, and may look like somebody's: the practice site takes them (`interdits`)."""

from __future__ import annotations

from typing import ClassVar

from ameli.noyau.saisie import ean
from ameli.noyau.saisie.champs import CHIFFRES, COPIE, ChampLigne


class ChampNumero(ChampLigne):
    """The number of a paper (a permit, an agreement, a payment), as it is printed: ten digits of it may be a telephone's."""

    de_choses = True
    attributs: ClassVar[dict[str, str]] = {**COPIE, "size": "20"}


class ChampCodeBarres(ChampNumero):
    """The digits under a printed barcode."""

    attributs: ClassVar[dict[str, str]] = {**CHIFFRES, "size": "18"}

    def lire(self, texte: str) -> str:
        return ean.lire(texte)
