"""Names of people, typed as the civil register writes them."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.signes import Illisible, plat

LETTRES = re.compile(r"[^\W\d_]+(?:[ '’\-]+[^\W\d_]+)*['’]?")
SEPARES = re.compile(r"\s*[,;/]\s*")
APOSTROPHES = str.maketrans("´`ʼ′", "’’’’")  # as keyboards and other programs write them
AUTOUR = ' .,;:«»“”"()'


class ChampNom(ChampLigne):
    """A name as people write it: letters, spaces, dashes (two in a row too), apostrophes, all of one kind. Kept as it is typed."""

    attributs: ClassVar[dict[str, str]] = {"autocomplete": "off", "spellcheck": "false", "size": "32"}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 50, **options})

    def lire(self, texte: str) -> str:
        nom = plat(texte).translate(APOSTROPHES).strip(AUTOUR)
        if not LETTRES.fullmatch(nom):
            raise Illisible("Écrivez des lettres seulement, avec les accents, les tirets et les apostrophes.")
        return nom


class ChampPrenoms(ChampNom):
    """Given names, in their order, parted by commas."""

    def lire(self, texte: str) -> str:
        return ", ".join(super(ChampPrenoms, self).lire(un) for un in SEPARES.split(texte.strip(", ")))
