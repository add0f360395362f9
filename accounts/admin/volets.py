"""The other pages of somebody's file for agents: tabs, each declared by whoever knows what is in it.

@volet("paiements", ordre=40, titre="Paiements", vide="Aucun paiement.")
def paiements(assure, agent):
    return [Rangee("24 novembre 2026 : 19,00 €", "Versé sur le compte •••• 705")]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from accounts.models import Agent, Assure

LIGNES = 20  # the latest of each kind: a person on the phone speaks of these


@dataclass(frozen=True)
class Rangee:
    """One line of a tab: what it is, what more there is to say, the page of the agents' site where it is handled, and the heading under
    which it stands with its neighbours."""

    texte: str
    detail: str = ""
    lien: str = ""
    section: str = ""


Lecture: TypeAlias = Callable[[Assure, Agent], Sequence[Rangee]]


@dataclass(frozen=True)
class Volet:
    """A tab. `vide` is the sentence that stands there when there is nothing; `gestes` are its buttons, with their addresses."""

    nom: str
    ordre: int
    titre: str
    vide: str
    lire: Lecture
    gestes: Callable[[Assure], Sequence[tuple[str, str]]] = lambda assure: ()


_volets: dict[str, Volet] = {}


def volet(
    nom: str,
    ordre: int,
    titre: str,
    vide: str,
    gestes: Callable[[Assure], Sequence[tuple[str, str]]] = lambda assure: (),
) -> Callable[[Lecture], Lecture]:
    """Declare a tab, at start; tabs stand in the order of their numbers. Raises ValueError for a name that is taken.

    The function is called for a file that the agent may read, once the reading is in the journal. It costs six queries at most.
    """

    def declarer(lire: Lecture) -> Lecture:
        if _volets.setdefault(nom, Volet(nom, ordre, titre, vide, lire, gestes)).lire is not lire:
            raise ValueError(f"{nom!r} is another tab")
        return lire

    return declarer


def tous() -> list[Volet]:
    """Every tab, in its order."""
    return sorted(_volets.values(), key=lambda un: (un.ordre, un.nom))


def trouver(nom: str) -> Volet | None:
    return _volets.get(nom)
