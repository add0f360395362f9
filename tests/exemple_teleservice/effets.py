"""What happens after the deposit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ameli.noyau import formats
from demarches.moteur import attentes, transitions
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.models_attente import Attente
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


def proposable(demarche: Demarche, le: datetime) -> bool:
    return demarche.etat in (Etat.DEPOSEE, Etat.EN_COURS)


def proposer(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """The caisse proposes another day, and waits for a yes or a no: the clocks stand still meanwhile."""
    attentes.ouvrir(
        demarche, "accord", le=le, acteur=acteur, motif="Nous vous proposons le lendemain, à la même heure."
    )
    return "La personne est prévenue. Elle a 5 jours pour répondre."


def accorder(demarche: Demarche, attente: Attente, acteur: str, le: datetime) -> None:
    """A yes is the end; a no goes back to the agents."""
    if attente.issue == Attente.Issue.RECUE:
        transitions.passer(demarche, "accepter", acteur="horloge", le=le)
    else:
        demarche.signaler("jour_refuse", "Le jour proposé ne convient pas.")


def pour_message(demarche: Demarche) -> dict[str, Any]:
    return {"au_telephone": RendezVous.de(demarche).telephone is not None}
