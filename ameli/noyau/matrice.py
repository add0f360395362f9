"""The security matrix `docs/securite/asvs.md`: read it, and find what it says that is not so.

One row for each requirement of levels 1 and 2 of ASVS 5.0, in one table per chapter:
`| number | level | what is asked, in our words | status | tests that show it, or the reason |`.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATUTS = ("shown", "not applicable", "gap")
LIGNE = re.compile(r"^\|\s*(\d+\.\d+\.\d+)\s*\|(.*)\|\s*$")
TEST = re.compile(r"`(tests/[\w/.-]+\.py)::(test_\w+)`")
CITE = re.compile(r"`(tests/[^`]*)`")
DOCUMENT = re.compile(r"\]\(([^)#:]+\.md)(?:#[\w-]*)?\)")


@dataclass(frozen=True)
class Exigence:
    """One row. `preuve` is the last column as it is written; `tests` are (file, function) named in it."""

    numero: str
    niveau: str
    enonce: str
    statut: str
    preuve: str

    @property
    def tests(self) -> list[tuple[str, str]]:
        return [(fichier, nom) for fichier, nom in TEST.findall(self.preuve)]


def lire(texte: str) -> list[Exigence]:
    """The rows of the tables, in their order. Raises ValueError for a row that has not five columns."""
    lignes = []
    for numero, reste in (trouve.groups() for ligne in texte.splitlines() if (trouve := LIGNE.match(ligne))):
        colonnes = [colonne.strip() for colonne in reste.split("|")]
        if len(colonnes) != 4:
            raise ValueError(f"{numero}: {len(colonnes) + 1} columns instead of 5")
        lignes.append(Exigence(numero, *colonnes))
    return lignes


def lire_numeros(texte: str) -> dict[str, str]:
    """Level of each requirement, from lines « 1.2.3 2 »."""
    lignes = (ligne.split() for ligne in texte.splitlines() if ligne.strip() and not ligne.startswith("#"))
    return dict(lignes)


def fautes(matrice: list[Exigence], numeros: dict[str, str], racine: Path) -> list[str]:
    """One sentence for each thing that is wrong; `racine` is the folder that holds `tests/` and `docs/`."""
    trouvees = []
    comptes = Counter(exigence.numero for exigence in matrice)
    trouvees += [f"{numero}: no row" for numero in numeros if numero not in comptes]
    trouvees += [f"{numero}: unknown number" for numero in comptes if numero not in numeros]
    trouvees += [f"{numero}: {combien} rows" for numero, combien in comptes.items() if combien > 1]
    for exigence in matrice:
        trouvees += [f"{exigence.numero}: {faute}" for faute in _fautes_d_une_ligne(exigence, numeros, racine)]
    return trouvees


def _fautes_d_une_ligne(exigence: Exigence, numeros: dict[str, str], racine: Path) -> list[str]:
    trouvees = []
    if exigence.niveau != numeros.get(exigence.numero, exigence.niveau):
        trouvees.append(f"level {exigence.niveau} instead of {numeros[exigence.numero]}")
    if not exigence.enonce:
        trouvees.append("nothing says what is asked")
    if exigence.statut not in STATUTS:
        trouvees.append(f"unknown status « {exigence.statut} »")
    if exigence.preuve.removeprefix("gap:").strip() == "":
        trouvees.append("neither test nor reason")
    if exigence.statut == "shown" and not exigence.tests:
        trouvees.append("no test shows it")
    for fichier, nom in exigence.tests:
        if nom not in fonctions(racine / fichier):
            trouvees.append(f"{fichier}::{nom} does not exist")
    trouvees += [
        f"« {cite} » names no test" for cite in CITE.findall(exigence.preuve) if not TEST.fullmatch(f"`{cite}`")
    ]
    for lien in DOCUMENT.findall(exigence.preuve):
        if not (racine / "docs" / "securite" / lien).is_file():
            trouvees.append(f"{lien} does not exist")
    return trouvees


@cache
def fonctions(fichier: Path) -> frozenset[str]:
    """Names of the test functions of a file, read without running it; none when there is no such file."""
    if not fichier.is_file():
        return frozenset()
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    noeuds = (noeud for noeud in ast.walk(arbre) if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(noeud.name for noeud in noeuds if noeud.name.startswith("test_"))


def resume(matrice: list[Exigence]) -> list[str]:
    """How many rows of each status, one sentence for each level."""
    comptes = Counter((exigence.niveau, exigence.statut) for exigence in matrice)
    return [
        f"ASVS 5.0, level {niveau}: {', '.join(f'{comptes[niveau, statut]} {statut}' for statut in STATUTS)}."
        for niveau in ("1", "2")
    ]
