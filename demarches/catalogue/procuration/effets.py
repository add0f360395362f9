"""At the deposit the procuration begins, unless an agent must look first; it is revoked at any time (chapter 20)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.dossier import droits
from demarches.catalogue.procuration import annonces, droit
from demarches.catalogue.procuration.models import Procuration
from demarches.catalogue.procuration.reponses import Mandat
from demarches.moteur import accords, transitions
from demarches.moteur.declaration import Geste, Par
from demarches.moteur.models import Demarche


def deposer(demarche: Demarche) -> None:
    if demarche.alertes:
        transitions.programmer(demarche, "verification", depuis=demarche.deposee_le)
    else:
        demarche.etat = transitions.passer(demarche, "accepter", acteur="horloge", le=demarche.deposee_le).etat


def verifier(demarche: Demarche, le: datetime) -> None:
    """Nobody at the caisse has looked yet."""
    transitions.prendre(demarche, le=le)


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Accepted by itself or by an agent, it begins that day."""
    if evenement == "accepter":
        lue = Mandat.de(demarche).mandataire
        auteur = demarche.acteur if acteur == "horloge" else acteur  # by itself, it is the person who gives it
        donnee = droit.ouvrir(demarche.assure, lue.identite, lue.permis, acteur=auteur, le=le, cause=demarche.reference)
        annonces.par_sms(donnee, demarche.compte)


def contester(demarche: Demarche, acteur: str, le: datetime) -> None:
    """« Ce n’est pas moi », once it has begun: revoked like the rest is stopped."""
    if revocable(demarche, le):
        accords.faire(demarche, REVOQUER, acteur, {})


def revocable(demarche: Demarche, le: datetime) -> bool:
    donnee = droit.donnee_par(demarche)
    return donnee is not None and donnee.ouvert(le)


def _revoquer(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    donnee = droit.donnee_par(demarche)
    assert donnee is not None  # `possible` found it in this transaction
    return _clore(donnee, acteur, le)


def revoquer(procuration: Procuration, acteur: str, le: datetime) -> str:
    """At once, everywhere, from any page. Raises TransitionInterdite or DroitClos when it is over already."""
    demarche = droit.demarche_de(procuration)
    return _clore(procuration, acteur, le) if demarche is None else accords.faire(demarche, REVOQUER, acteur, {})


def _clore(procuration: Procuration, acteur: str, le: datetime) -> str:
    """No message and no mail: whoever is afraid of somebody at home leaves no banner behind. The pages and the journal say it."""
    droits.clore(procuration, acteur=acteur, le=le, motif=Procuration.REVOQUEE)
    return "Votre procuration est révoquée. Elle ne vaut plus rien dès maintenant."


REVOQUER = Geste(
    "revoquer",
    "Révoquer ma procuration",
    "Elle ne vaudra plus rien tout de suite, dans tous les accueils. Nous n’écrivons pas à votre mandataire.",
    par=Par.ASSURE,
    possible=revocable,
    faire=_revoquer,
)
