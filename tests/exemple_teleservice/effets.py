"""What happens after the deposit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ameli.noyau import formats
from demarches.moteur import transitions
from demarches.moteur.models import Demarche, Etat
from tests.exemple_teleservice.reponses import RendezVous


def attribuer(demarche: Demarche, le: datetime) -> None:
    """Nobody has taken it: it is shown first to the agents, and they will be reminded."""
    demarche.signaler("sans_reponse", "Personne n’a encore répondu.")
    transitions.prendre(demarche, le=le)
    transitions.programmer(demarche, "relance", depuis=le)


def relancer(demarche: Demarche, le: datetime) -> None:
    transitions.noter(demarche, "relancee", le=le)


def deplacable(demarche: Demarche, le: datetime) -> bool:
    return demarche.etat in (Etat.DEPOSEE, Etat.EN_COURS, Etat.ACCEPTEE)


def deplacer(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """An agent is asked to look."""
    demarche.signaler("autre_jour", "La personne demande un autre jour.")
    return f"Nous cherchons une place le {formats.jour(saisie['le'])}."


def pour_message(demarche: Demarche) -> dict[str, Any]:
    return {"au_telephone": RendezVous.de(demarche).telephone is not None}
