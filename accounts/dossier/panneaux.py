"""What « Mes informations » tells of each person of a file: panels, each declared by whoever knows what is in it.

@panneau("medecin", ordre=30, gabarit="informations/panneaux/medecin.html")
def medecin(assure, personnes, jour):
    return {un.personne_id: un for un in MedecinTraitant.objects.de(assure).filter(personne__in=personnes)}
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from accounts.models import Assure

# Of these people (primary keys), on that day: what the panel tells of each. Somebody left out has no such panel.
Lecture: TypeAlias = Callable[[Assure, Collection[int], date], Mapping[int, Any]]


@dataclass(frozen=True)
class Panneau:
    """`gabarit` draws rows of a `<dl class="recapitulatif">`; it gets `contenu` and `personne`."""

    nom: str
    ordre: int
    gabarit: str
    lire: Lecture


@dataclass(frozen=True)
class Rangee:
    """One panel of one person."""

    gabarit: str
    contenu: Any


_panneaux: dict[str, Panneau] = {}


def panneau(nom: str, ordre: int, gabarit: str) -> Callable[[Lecture], Lecture]:
    """Declare a panel, at start; panels stand in the order of their numbers. Raises ValueError for a name that is taken.

    The function costs one query, or none, however many people there are.
    """

    def declarer(lire: Lecture) -> Lecture:
        if _panneaux.setdefault(nom, Panneau(nom, ordre, gabarit, lire)).lire is not lire:
            raise ValueError(f"{nom!r} is another panel")
        return lire

    return declarer


def lire(assure: Assure, personnes: Collection[int], jour: date) -> dict[int, list[Rangee]]:
    """The panels of each person, in their order."""
    rangees: dict[int, list[Rangee]] = {pk: [] for pk in personnes}
    for un in sorted(_panneaux.values(), key=lambda un: (un.ordre, un.nom)):
        for pk, contenu in un.lire(assure, personnes, jour).items():
            rangees[pk].append(Rangee(un.gabarit, contenu))
    return rangees
