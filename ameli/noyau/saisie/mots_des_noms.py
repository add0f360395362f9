"""The words of names: what stands around them on papers, and the identity that the registry knows. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ameli.noyau.saisie.signes import mots

CIVILITES = frozenset(
    [
        "M",
        "MR",
        "MM",
        "MRS",
        "MONSIEUR",
        "MESSIEURS",
        "MME",
        "MMES",
        "MADAME",
        "MESDAMES",
        "MLLE",
        "MELLE",
        "MLLES",
        "MADEMOISELLE",
        "DR",
        "DOCTEUR",
        "ME",
        "MAITRE",
        "PR",
        "PROFESSEUR",
        "VVE",
        "VEUVE",
    ]
)
ENSEMBLE = frozenset({"OU", "ET"})
MARQUES = frozenset(["NEE", "NE", "EPOUSE", "EPOUX", "EP", "EPSE", "USAGE"])  # another name of the same person follows
PARTICULES = frozenset(
    [
        "DE",
        "D",
        "DU",
        "DES",
        "LA",
        "LE",
        "LES",
        "L",
        "DA",
        "DI",
        "DO",
        "DOS",
        "DAS",
        "DEL",
        "DELLA",
        "VAN",
        "VON",
        "DER",
        "DEN",
        "TER",
        "TEN",
        "ZU",
        "AF",
        "AV",
        "EL",
        "AL",
        "BEN",
        "BIN",
        "ABU",
    ]
)
ABREGES = {"ST": "SAINT", "STE": "SAINTE"}


@dataclass(frozen=True)
class Identite:
    """Somebody in the registry: names (of birth, and of use when there is one), given names in their order."""

    noms: tuple[str, ...]
    prenoms: tuple[str, ...] = ()

    @classmethod
    def de(cls, noms: Iterable[str], prenoms: str = "") -> Identite:
        """From the columns of the registry: given names are parted by commas, or by spaces when there is no comma."""
        separes = [prenom.strip() for prenom in prenoms.split(",")] if "," in prenoms else prenoms.split()
        return cls(tuple(nom for nom in noms if nom), tuple(prenom for prenom in separes if prenom))


def mots_de(texte: str) -> list[str]:
    """The words of a name in capitals of the basic alphabet, short forms written out."""
    return [ABREGES.get(mot, mot) for mot in mots(texte)]


def sans_particules(ecrits: list[str]) -> list[str]:
    """Without the particles."""
    return [mot for mot in ecrits if mot not in PARTICULES]
