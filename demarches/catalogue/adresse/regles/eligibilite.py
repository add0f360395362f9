"""Who may change an address online, and what the others can do instead (chapter 5 § 1, 7). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from demarches.moteur import refus_communs
from demarches.moteur.declaration import Refus


@dataclass(frozen=True)
class Situation:
    """What the rules look at."""

    majeur_protege: bool = False
    compte_gele: bool = False


def refus(situation: Situation) -> Refus | None:
    """The first reason why not, or None. The most serious comes first."""
    if situation.compte_gele:
        return refus_communs.compte_gele()
    if situation.majeur_protege:
        return refus_communs.majeur_protege()
    return None
