"""What a declaration still lets do: the person corrects it, or says that all must be silent; an agent takes the register's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.dossier import naissances
from demarches.catalogue.naissance import enfants, etat_civil, guichet, silence
from demarches.catalogue.naissance.correction import Correction
from demarches.catalogue.naissance.models import EnfantDeclare
from demarches.moteur import transitions
from demarches.moteur.declaration import Geste, Par
from demarches.moteur.models import OUVERTS, Demarche, Etat

ENTENDU = "Un conseiller vous répond dans votre messagerie. Vous n’avez rien d’autre à faire."


def corrigeable(demarche: Demarche, le: datetime) -> bool:
    """Until the civil register has answered."""
    return demarche.ouverte and any(enfant.etat == EnfantDeclare.Etat.ATTENDU for enfant in enfants.lire(demarche))


def corriger(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """What was sent stays as it was sent; what the caisse knows, in the file too, is the correction."""
    for enfant in enfants.lire(demarche):
        if enfant.etat != EnfantDeclare.Etat.ATTENDU or not Correction.concerne(saisie, enfant.cle):
            continue
        enfant.passer(enfant.etat, identite={**enfant.identite, **Correction.identite(saisie, enfant.cle)})
        if enfant.rattachement is not None:
            naissances.rectifier(
                enfant.rattachement, enfants.declaree(enfant), acteur=acteur, cause=demarche.reference
            )  # fmt: skip
    transitions.prevenir(demarche, "corrigee", le=le, suite=transitions.a_cet_instant(le))
    return "C’est corrigé. Vous n’avez pas à refaire la démarche."


def parlante(demarche: Demarche, le: datetime) -> bool:
    """There is somebody to be silent about, while it runs or afterwards."""
    return demarche.etat in (*OUVERTS, Etat.ACCEPTEE) and not silence.tenu(demarche)


def se_taire(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    silence.demander(demarche.assure, acteur=acteur, le=le)
    return ENTENDU


def rectifiable(demarche: Demarche, le: datetime) -> bool:
    """The register says something else than the parent, and no other file is concerned."""
    return demarche.etat in (Etat.DEPOSEE, Etat.EN_COURS) and any(
        enfant.etat == EnfantDeclare.Etat.A_VERIFIER
        and enfant.etat_civil.get("nom")
        and guichet.ailleurs(enfant) is None
        for enfant in enfants.lire(demarche)
    )


def rectifier(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """A slip of the parent: the register's words, and the démarche goes on without an act."""
    for enfant in enfants.lire(demarche):
        if enfant.etat == EnfantDeclare.Etat.A_VERIFIER:
            guichet.retenir(demarche, enfant, acteur)
    demarche.alertes = [alerte for alerte in demarche.alertes if alerte["code"] != etat_civil.CODE_ECART]
    demarche.save(update_fields=["alertes"])
    guichet.continuer(demarche, le)
    return "Corrigé d’après l’état civil. La personne en est prévenue."


GESTES = (
    Geste(
        "corriger", "Corriger le nom, un prénom ou la date",
        "Corrigez ce qui est mal écrit. Vous n’avez pas à refaire la démarche.",
        par=Par.ASSURE, formulaire=Correction, possible=corrigeable, faire=corriger, statut=False,
    ),
    Geste(
        silence.JALON, "Ma situation est particulière",
        "Vous n’avez rien à expliquer. Nous n’envoyons plus aucun message ni rappel, et un conseiller formé vous répond.",
        par=Par.ASSURE, possible=parlante, faire=se_taire,
    ),
    Geste(
        "rectifier", "Corriger d’après l’état civil",
        "La personne est d’accord : elle s’était trompée. L’acte n’est pas demandé. Elle reçoit un message.",
        possible=rectifiable, faire=rectifier, statut=False,
    ),
)  # fmt: skip
