"""Dated figures that are not tariffs: what is withheld, ceilings, allowances, pensions. Pure; the data is donnees/baremes.toml."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from paiements import prestations
from paiements.calcul.mots import Genre
from paiements.prestations import DONNEES, TableInvalide

FACULTATIFS = {"jour", "desaccord", "salaires"}


@dataclass(frozen=True, slots=True)
class BaremeRetenue:
    """Withheld for one unit (act, box, trip), and at most in a day when there is such a ceiling."""

    unite: Decimal
    jour: Decimal | None


@dataclass(frozen=True)
class Serie:
    """Values that each hold from a day until the next one."""

    nom: str
    debuts: tuple[date, ...]
    valeurs: tuple[Mapping[str, Any], ...]

    def au(self, le: date) -> Mapping[str, Any]:
        """What holds on the day `le`. Raises LookupError before the first value."""
        rang = bisect_right(self.debuts, le)
        if rang == 0:
            raise LookupError(f"{self.nom}: nothing is known on {le}")
        return self.valeurs[rang - 1]


def retenue(genre: Genre, le: date) -> BaremeRetenue:
    serie = _retenues()[genre]
    return serie[1][max(0, bisect_right(serie[0], le) - 1)]


@cache
def plafond_annuel(compteur: str, annee: int) -> Decimal:
    """The most that is withheld from one person for the care of a year; `compteur` is "PF" or "FR"."""
    return Decimal(baremes()["plafond_annuel"].au(date(annee, 12, 31))[compteur])


def valeur(table: str, cle: str, le: date) -> Decimal:
    """One figure of a table on one day. Raises LookupError before the first value."""
    return Decimal(str(baremes()[table].au(le)[cle]))


def hypothese(table: str, le: date) -> bool:
    """Is what holds on that day our guess, which nobody has published? False before the first value."""
    try:
        return str(baremes()[table].au(le)["source"]).startswith("hypothèse")
    except LookupError:
        return False


@cache
def baremes() -> Mapping[str, Serie]:
    return lire(DONNEES / "baremes.toml")


@cache
def _retenues() -> Mapping[Genre, tuple[tuple[date, ...], tuple[BaremeRetenue, ...]]]:
    resultat = {}
    for genre in Genre:
        serie = baremes()[f"retenue:{genre}"]
        resultat[genre] = (
            serie.debuts,
            tuple(
                BaremeRetenue(Decimal(une["unite"]), Decimal(une["jour"]) if "jour" in une else None)
                for une in serie.valeurs
            ),
        )
    return resultat


def lire(chemin: Path) -> Mapping[str, Serie]:
    """The checked series of a file; those of the withholdings are named "retenue:<genre>". Raises TableInvalide."""
    brut = tomllib.loads(chemin.read_text(encoding="utf-8"))
    for nom, lignes in brut.items():
        for ligne in lignes:
            _verifier_la_source(nom, ligne)
    for somme in brut.pop("somme", ()):
        _verifier_la_somme(somme)
    groupes: dict[str, list[dict[str, Any]]] = {}
    for nom, lignes in brut.items():
        for ligne in lignes:
            groupes.setdefault(f"{nom}:{ligne['genre']}" if nom == "retenue" else nom, []).append(ligne)
    series = {nom: _serie(nom, lignes) for nom, lignes in groupes.items()}
    absentes = {f"retenue:{genre}" for genre in Genre} - set(series)
    if absentes:
        raise TableInvalide(f"no figures for {sorted(absentes)}")
    return series


def _serie(nom: str, lignes: list[dict[str, Any]]) -> Serie:
    debuts = tuple(ligne["du"] for ligne in lignes)
    if any(apres <= avant for avant, apres in zip(debuts, debuts[1:], strict=False)):
        raise TableInvalide(f"{nom}: figures are not in the order of their dates")
    if any(set(ligne) - FACULTATIFS != set(lignes[0]) - FACULTATIFS for ligne in lignes):
        raise TableInvalide(f"{nom}: rows do not say the same things")
    return Serie(nom, debuts, tuple(lignes))


def _verifier_la_source(nom: str, ligne: Mapping[str, Any]) -> None:
    """Each figure says where it was read, and on which day."""
    quoi = f"{nom} from {ligne.get('du') or ligne.get('le')}"
    if not str(ligne.get("source", "")).strip():
        raise TableInvalide(f"{quoi}: no source")
    if not isinstance(ligne.get("lu"), date):
        raise TableInvalide(f"{quoi}: no day on which its source was read")


def _verifier_la_somme(somme: Mapping[str, Any]) -> None:
    """A total that a source publishes for acts billed together is the one that the table gives."""
    bases = [prestations.tarif(code, somme["le"]).base for code in somme["codes"]]
    if any(base is None for base in bases) or sum(base for base in bases if base) != Decimal(somme["total"]):
        raise TableInvalide(f"{' + '.join(somme['codes'])} on {somme['le']} is not {somme['total']}")
