"""When two covers of one person stand in each other's way (chapter 12). Pure: periods in, periods out.

Nothing is sent to a cover while another organism asks for the same days. Two contracts of one organism are one cover; days
that have passed ask nothing of anybody any more.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

PERSONNES_EN_LIGNE = 4  # five people or more are for an agent


@dataclass(frozen=True)
class Periode:
    """A cover that counts, from `du` to `au` included (None: open). `cle` names the row, `organisme` who pays."""

    cle: Hashable
    organisme: Hashable
    du: date
    au: date | None = None
    solidaire: bool = False


@dataclass(frozen=True)
class Chevauchement:
    """`periodes` are those in conflict, by their beginning; `depuis` is the first day on which two of them met."""

    periodes: tuple[Periode, ...]
    depuis: date

    @property
    def organismes(self) -> tuple[Hashable, ...]:
        """Each once, by the beginning of its first contract."""
        return tuple(dict.fromkeys(une.organisme for une in self.periodes))

    @property
    def solidaire(self) -> bool:
        """Is the Complémentaire santé solidaire among them?"""
        return any(une.solidaire for une in self.periodes)


def chercher(periodes: Iterable[Periode], jour: date) -> Chevauchement | None:
    """The conflict of one person in one file, on `jour` or later; None when nothing is to be chosen."""
    vivantes = sorted((une for une in periodes if une.au is None or une.au >= max(une.du, jour)), key=_debut)
    rencontres = [
        (max(une.du, autre.du), une, autre)
        for une, autre in combinations(vivantes, 2)
        if une.organisme != autre.organisme and _se_touchent(une, autre)
    ]
    if not rencontres:
        return None
    pris = {une for _, *deux in rencontres for une in deux}
    return Chevauchement(tuple(une for une in vivantes if une in pris), min(depuis for depuis, *_ in rencontres))


def resoluble_en_ligne(chevauchements: Iterable[Chevauchement]) -> bool:
    """May the person choose, for all of those in conflict in the file? Not with the solidaire, nor for five people."""
    tous = list(chevauchements)
    return 0 < len(tous) <= PERSONNES_EN_LIGNE and not any(un.solidaire for un in tous)


def _se_touchent(une: Periode, autre: Periode) -> bool:
    """Both run until today at least: they meet today or later as soon as each begins before the other ends."""
    return (une.au is None or autre.du <= une.au) and (autre.au is None or une.du <= autre.au)


def _debut(periode: Periode) -> tuple[date, str]:
    return periode.du, str(periode.cle)
