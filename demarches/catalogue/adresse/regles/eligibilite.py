"""Who may change an address online, and what the others can do instead (chapter 5 § 1, 7). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from demarches.moteur import refus_communs
from demarches.moteur.declaration import Refus


@dataclass(frozen=True)
class Situation:
    """What the rules look at. `demande_en_cours` is the reference of an open request, or empty."""

    demande_en_cours: str = ""
    majeur_protege: bool = False
    compte_gele: bool = False


def refus(situation: Situation) -> Refus | None:
    """The first reason why not, or None. The most serious comes first."""
    if situation.compte_gele:
        return refus_communs.compte_gele()
    if situation.majeur_protege:
        return refus_communs.majeur_protege()
    if situation.demande_en_cours:
        return refus_communs.une_a_la_fois(
            situation.demande_en_cours, titre="Un changement d’adresse est déjà en cours"
        )
    return None
