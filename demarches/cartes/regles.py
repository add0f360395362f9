"""Who may declare a Vitale card, and until when the next one may be ordered online (chapter 9 § 4 and § 6). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from ameli.noyau.calendrier import ajouter_mois, fin_du_jour, jour_de, jours

# Of May 2023, as the catalogue says them.
AGE_DE_LA_CARTE = 12  # full years; before, a child is on the card of a parent
JOURS_POUR_COMMANDER = 4
AGE_ADULTE = 18  # from then on, from one's own account
MOIS_DES_FAITS = 12  # hypothesis of the reference: nobody declares older facts online


class Obstacle(Enum):
    """Why nothing can be declared for somebody."""

    TROP_JEUNE = "trop_jeune"
    ADULTE = "adulte"
    A_COMMANDER = "a_commander"
    EN_CHEMIN = "en_chemin"
    PAS_DE_CARTE = "pas_de_carte"
    DECEDE = "decede"


@dataclass(frozen=True)
class Situation:
    """What the rules know of one person. `limite` is when the time to order ends, after a declaration."""

    age: int
    soi: bool
    carte_active: bool = False
    deja_opposee: bool = False
    limite: datetime | None = None
    en_chemin: bool = False
    decede: bool = False


def obstacle(situation: Situation, le: datetime) -> Obstacle | None:
    """The first reason why a card may not be declared at `le`, or None.

    A card that was declared, and for which nothing was ordered in time, may be declared again: it opens four new days.
    """
    if situation.decede:
        return Obstacle.DECEDE
    if situation.age < AGE_DE_LA_CARTE:
        return Obstacle.TROP_JEUNE
    if not situation.soi and situation.age >= AGE_ADULTE:
        return Obstacle.ADULTE
    if situation.carte_active:
        return None
    if situation.en_chemin:
        return Obstacle.EN_CHEMIN
    if not situation.deja_opposee:
        return Obstacle.PAS_DE_CARTE
    if situation.limite is not None and le <= situation.limite:
        return Obstacle.A_COMMANDER
    return None


def limite_de_commande(declaree_le: datetime) -> datetime:
    """The last moment to order online: the end of the fourth day after the declaration."""
    return jours(JOURS_POUR_COMMANDER).apres(fin_du_jour(declaree_le))


def jours_restants(limite: datetime, le: datetime) -> int:
    """How many days are left to order after today; 0 on the last one, -1 when it is too late."""
    if le > limite:
        return -1
    return (jour_de(limite) - jour_de(le)).days


def plus_ancienne_date(le: date) -> date:
    """The oldest day of a loss or a theft that is declared online."""
    return ajouter_mois(le, -MOIS_DES_FAITS)
