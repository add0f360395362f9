"""The table of the RGAA, `docs/accessibilite.md`: read it, count it, and find what it says that is not so.

One row for each of the 106 criteria of RGAA 4.1, in one table per theme: `| number | what is asked, in French | status | proof |`.
The page « Accessibilité » of the site is written from it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from ameli.noyau.matrice import CITE, TEST, fonctions

TABLE = Path("docs") / "accessibilite.md"
# How many criteria each theme has.
THEMES = {1: 9, 2: 2, 3: 3, 4: 13, 5: 8, 6: 2, 7: 5, 8: 10, 9: 4, 10: 14, 11: 13, 12: 11, 13: 12}
MONTRE, A_LA_MAIN, SANS_OBJET, MANQUE = "shown", "by hand", "not applicable", "gap"
STATUTS = (MONTRE, A_LA_MAIN, SANS_OBJET, MANQUE)
LIGNE = re.compile(r"^\|\s*(\d+\.\d+)\s*\|([^|]*)\|([^|]*)\|(.*)\|\s*$")
THEME = re.compile(r"^## \d+\. (.+)$")
JOUR = re.compile(r"\b\d{1,2} [A-Z][a-z]+ 20\d\d\b")


@dataclass(frozen=True)
class Critere:
    """One row, with the title of its theme. `preuve` is the last column as it is written."""

    theme: str
    numero: str
    demande: str
    statut: str
    preuve: str


@dataclass(frozen=True)
class Grille:
    """The whole table. `applicables` are the criteria that have an object here, `conformes` those that hold."""

    criteres: tuple[Critere, ...]

    @property
    def applicables(self) -> tuple[Critere, ...]:
        return tuple(critere for critere in self.criteres if critere.statut != SANS_OBJET)

    @property
    def conformes(self) -> tuple[Critere, ...]:
        return tuple(critere for critere in self.applicables if critere.statut != MANQUE)

    @property
    def manques(self) -> tuple[Critere, ...]:
        return tuple(critere for critere in self.criteres if critere.statut == MANQUE)

    @property
    def mention(self) -> str:
        """What the law has each foot say: « totalement conforme », « partiellement conforme », « non conforme »."""
        if not self.manques:
            return "totalement conforme"
        return "partiellement conforme" if 2 * len(self.conformes) >= len(self.applicables) else "non conforme"

    @property
    def resume(self) -> str:
        """The sentence that the table must hold: how many rows of each status."""
        comptes = Counter(critere.statut for critere in self.criteres)
        return f"RGAA 4.1: {', '.join(f'{comptes[statut]} {statut}' for statut in STATUTS)}."


def lire(texte: str) -> Grille:
    """The rows of the tables, in their order."""
    theme, criteres = "", []
    for ligne in texte.splitlines():
        if titre := THEME.match(ligne):
            theme = titre[1]
        elif trouve := LIGNE.match(ligne):
            criteres.append(Critere(theme, *(colonne.strip() for colonne in trouve.groups())))
    return Grille(tuple(criteres))


@cache
def grille() -> Grille:
    """The table of this site. Raises OSError when it is not installed with it."""
    racine: Path = settings.RACINE
    return lire((racine / TABLE).read_text(encoding="utf-8"))


def fautes(texte: str, racine: Path) -> list[str]:
    """One sentence for each thing that is wrong in the table; `racine` is the folder that holds `tests/`."""
    lue = lire(texte)
    connus = [f"{theme}.{rang}" for theme, nombre in THEMES.items() for rang in range(1, nombre + 1)]
    comptes = Counter(critere.numero for critere in lue.criteres)
    trouvees = [f"{numero}: no row" for numero in connus if numero not in comptes]
    trouvees += [f"{numero}: unknown number" for numero in comptes if numero not in connus]
    trouvees += [f"{numero}: {combien} rows" for numero, combien in comptes.items() if combien > 1]
    trouvees += [f"{critere.numero}: {faute}" for critere in lue.criteres for faute in _d_un_critere(critere, racine)]
    if lue.resume not in texte:
        trouvees.append(f"write « {lue.resume} »")
    return trouvees


def _d_un_critere(critere: Critere, racine: Path) -> list[str]:
    tests = TEST.findall(critere.preuve)
    trouvees = [f"{fichier}::{nom} does not exist" for fichier, nom in tests if nom not in fonctions(racine / fichier)]
    trouvees += [
        f"« {cite} » names no test" for cite in CITE.findall(critere.preuve) if not TEST.fullmatch(f"`{cite}`")
    ]
    if not critere.demande:
        trouvees.append("nothing says what is asked")
    if critere.statut not in STATUTS:
        trouvees.append(f"unknown status « {critere.statut} »")
    if not critere.preuve:
        trouvees.append("neither test nor reason")
    if critere.statut == MONTRE and not tests:
        trouvees.append("no test shows it")
    if critere.statut == A_LA_MAIN and not JOUR.search(critere.preuve):
        trouvees.append("nothing says on which day it was looked at")
    return trouvees
