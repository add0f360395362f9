"""Start again, by hand, what was set aside."""

from __future__ import annotations

from django.db.models import QuerySet

from ameli.noyau.echeances.models import Echeance
from ameli.noyau.horloge import temps_reel
from ameli.noyau.sonnette import sonner_le_balayage


def relancer(echeances: QuerySet[Echeance]) -> int:
    """Try again, at once and from the first attempt, what is waiting for a retry or EN_PANNE; how many. In a transaction."""
    relancees = echeances.filter(etat__in=(Echeance.Etat.EN_ATTENTE, Echeance.Etat.EN_PANNE), essais__gt=0).update(
        etat=Echeance.Etat.EN_ATTENTE, essais=0, essai_le=temps_reel()
    )
    if relancees:
        sonner_le_balayage()
    return relancees
