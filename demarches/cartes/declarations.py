"""The declaration of a card that nobody waits for any more: the new one is ordered, or the card is declared anew."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Opposition
from demarches.moteur import transitions
from demarches.moteur.models import Demarche


def clore(opposition: Opposition, jalon: str, le: datetime) -> None:
    """The démarche that put `opposition` has reached its end, by this milestone of its room; nobody is reminded any more."""
    ouvertes = Demarche.objects.systeme("the declaration that this démarche follows").ouvertes()
    declaration = ouvertes.filter(reference=opposition.cause).first()
    if declaration is not None:
        transitions.noter(declaration, jalon, le=le)
        transitions.passer(declaration, "accepter", acteur="horloge", le=le)
