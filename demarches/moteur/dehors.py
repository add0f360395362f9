"""What an agent asks outside the caisse, of a partner: one gesture opens the wait and tells the person, and the answer is written down when it comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from demarches.moteur import attentes, transitions
from demarches.moteur.attendus import Attendu
from demarches.moteur.gestes import Bouton, Geste
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente

POURQUOI = "the démarche was found in a perimeter"


def demander(attendu: Attendu, bouton: Bouton, *, dit: str) -> Geste:
    """The gesture of an agent that asks for `attendu`, once, while the démarche is open; `dit` is what the agent reads then.

    The person reads the message of the room that has the name of what is awaited.
    """

    def possible(demarche: Demarche, le: datetime) -> bool:
        connue = depuis(demarche, attendu.nom) is not None or repondue(demarche, attendu.nom) is not None
        return demarche.ouverte and not connue

    def faire(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
        attentes.ouvrir(demarche, attendu.nom, le=le, acteur=acteur)
        transitions.prevenir(demarche, attendu.nom, le=le)
        return dit

    return Geste(bouton.nom, bouton.libelle, bouton.avertissement, possible=possible, faire=faire, message=attendu.nom)


def depuis(demarche: Demarche, nom: str) -> datetime | None:
    """Since when this answer is awaited; None when it is not."""
    ouverte = next((une for une in attentes.ouvertes(demarche) if une.nom == nom), None)
    return ouverte.ouverte_le if ouverte is not None else None


def repondue(demarche: Demarche, nom: str) -> Attente | None:
    """The last answer that was awaited under this name, a no included; None while there is none."""
    siennes = Attente.objects.systeme(POURQUOI).filter(demarche=demarche, nom=nom).exclude(close_le=None)
    rendues = siennes.filter(issue__in=(Attente.Issue.RECUE, Attente.Issue.REFUSEE))
    trouvee: Attente | None = rendues.order_by("-id").first()
    return trouvee
