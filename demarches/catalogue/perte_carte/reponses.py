"""What chapter 9 reads of its answers, and whether there is a card to declare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from demarches.cartes import titulaires
from demarches.cartes.regles import Obstacle
from demarches.catalogue.perte_carte.formulaires import Declaration, Engagement
from demarches.moteur import refus_communs
from demarches.moteur.declaration import Besoin, Contexte, Issue, Refus, Reponses
from demarches.moteur.refus_communs import ACCUEIL, APPELER, ECRIRE

COMMANDER = Issue(
    "Carte Vitale - Je commande en ligne ma carte Vitale",
    "Avec une photo et une pièce d’identité.",
    besoin=Besoin.COMMANDER_CARTE_VITALE,
)
SUITES = (
    "Une carte perdue ou volée ne vaut plus rien dès la validation. Une carte en panne reste valable.",
    "Vous avez 4 jours pour commander la nouvelle carte en ligne.",
    "En attendant, montrez votre attestation de droits.",
)


class Perte(Reponses):
    declaration: Declaration.Donnees
    engagement: Engagement.Donnees


def pour_qui(contexte: Contexte) -> Mapping[str, Mapping[str, Any]]:
    """Whom the card that led here named, when theirs may be declared."""
    if not contexte.pour:
        return {}
    nomme = titulaires.choisi(titulaires.lire(contexte.assure, contexte.le), contexte.pour)
    return {"declaration": {"personne": nomme.cle}} if nomme is not None and nomme.obstacle is None else {}


def carte_a_declarer(contexte: Contexte) -> Refus | None:
    famille = titulaires.lire(contexte.assure, contexte.le)
    obstacles = [titulaire.obstacle for titulaire in famille]
    if None in obstacles:
        return None
    if Obstacle.A_COMMANDER in obstacles:
        return Refus(
            "Cette carte est déjà déclarée : elle ne vaut plus rien. Commandez maintenant la nouvelle.",
            titre="Votre carte est déjà déclarée",
            issues=(COMMANDER, APPELER, ECRIRE),
        )  # fmt: skip
    if Obstacle.EN_CHEMIN in obstacles:
        return Refus(
            "Une nouvelle carte est déjà commandée.",
            titre="Votre carte est déjà remplacée",
            issues=(refus_communs.SUIVRE, APPELER, ECRIRE),
        )
    return Refus(
        "Aucune carte Vitale valable n’est à votre nom, ni à celui d’un enfant de 12 à 17 ans de votre dossier.",
        jusqu_a="Si vous n’avez jamais eu de carte, commandez-la.",
        issues=(COMMANDER, APPELER, ACCUEIL),
    )  # fmt: skip


def suites(contexte: Contexte) -> tuple[str, ...]:
    if "declaration" not in contexte.reponses:
        return SUITES
    if not Perte.du(contexte).declaration.en_panne:
        return ("La carte ne vaut plus rien dès la validation.", *SUITES[1:])
    return (
        "La carte en panne reste valable jusqu’à l’arrivée de la nouvelle.",
        SUITES[1],
        "Si un professionnel ne peut pas la lire, montrez votre attestation de droits.",
    )
