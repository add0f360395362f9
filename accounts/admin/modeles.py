"""Texts that an agent may start an answer from. Whoever keeps them declares which ones fit a conversation.

@modeles.source
def les_notres(fil, agent):
    return [Modele("12", "Appelez-nous", "Léa, appelez le 36 46.")]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from accounts.models import Agent, Fil


@dataclass(frozen=True)
class Modele:
    """`texte` is filled for the person already."""

    cle: str
    titre: str
    texte: str


Source: TypeAlias = Callable[[Fil, Agent], Sequence[Modele]]
SOURCES: list[Source] = []


def source(lire: Source) -> Source:
    """Declare a reader of texts, at start. One query."""
    if lire not in SOURCES:
        SOURCES.append(lire)
    return lire


def pour(fil: Fil, agent: Agent) -> list[Modele]:
    """Those that fit `fil`, in the order of their titles."""
    return sorted((modele for lire in SOURCES for modele in lire(fil, agent)), key=lambda un: (un.titre, un.cle))


def a_la_suite(ecrit: str, texte: str) -> str:
    """The text of a template instead of nothing, or after what was written; once."""
    debut = ecrit.strip()
    return f"{debut}\n\n{texte}" if debut and texte not in debut else debut or texte
