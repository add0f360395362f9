"""What chapter 12 reads of its answers."""

from __future__ import annotations

from demarches.catalogue.organisme_complementaire import formulaires, regles
from demarches.moteur.declaration import Contexte, Reponses, Sujet


class Choix(Reponses):
    choix: tuple[formulaires.Choix.Donnees, ...]


def sujets(contexte: Contexte) -> tuple[Sujet, ...]:
    """Each person for whom something is chosen."""
    return tuple(regles.sujet(une.cle) for une in Choix.du(contexte).choix if une.organisme)
