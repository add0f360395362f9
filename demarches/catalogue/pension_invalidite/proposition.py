"""The caisse proposes a pension (chapter 18): the same screens, filled in with what it knows, and a way not to follow up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.models import Assure
from demarches.catalogue.pension_invalidite import regles
from demarches.moteur import invitations
from demarches.moteur.declaration import Appel, Contexte, Du
from demarches.moteur.models import OUVERTS, Demarche
from demarches.moteur.models_invitation import Invitation
from paiements import pensions

SUJET = "proposition"
LIBELLE = "Votre caisse vous propose une démarche"  # home and subjects do not say which
TEXTE = "Faites la demande, en partie remplie, ou dites que vous ne donnez pas suite."
DEJA = "Une proposition attend déjà la réponse de cette personne."
PENSION = "Cette personne a déjà une pension d’invalidité."
DEMANDE = "Cette personne a déjà fait la demande : elle est à l’étude."


def proposer(assure: Assure, connu: Mapping[str, Any], *, acteur: str, le: datetime) -> str:
    """What an agent knows (`situation`, `arret`, `employeur`) fills in the screens. Why not, in French; empty when it is done."""
    if pensions.en_cours(assure) is not None:
        return PENSION
    if _a_l_etude(assure):
        return DEMANDE
    du = Du(SUJET, LIBELLE, TEXTE, dict(connu), regles.REPONSE.apres(le))
    return "" if invitations.proposer(regles.CODE, assure, du, acteur=acteur, le=le) else DEJA


def dus(assure: Assure, le: datetime) -> Iterable[Du]:
    """What was proposed stands until a request or a pension settles it."""
    posees = invitations.posees(regles.CODE, assure)
    return [] if not posees or _a_l_etude(assure) or pensions.en_cours(assure) is not None else posees


def de(assure: Assure) -> Du | None:
    """What this person may answer. One query."""
    return next(iter(invitations.posees(regles.CODE, assure)), None)


def situation(contexte: Contexte) -> Mapping[str, Any]:
    """First values of « Ma situation actuelle »."""
    return _connu(contexte, "situation")


def emploi(contexte: Contexte) -> Mapping[str, Any]:
    """First values of « Mon employeur »: since when, and with whom."""
    return _connu(contexte, "arret", "employeur")


def _connu(contexte: Contexte, *noms: str) -> Mapping[str, Any]:
    une = de(contexte.assure)
    return {nom: une.donnees[nom] for nom in noms if une.donnees.get(nom)} if une is not None else {}


def oublier(invitation: Invitation, le: datetime) -> None:
    """Nobody answered: it is not asked any more. The téléservice stays open to whoever asks by themselves."""
    invitations.regler(regles.CODE, invitation.assure, le=le)


def _a_l_etude(assure: Assure) -> bool:
    return Demarche.objects.de(assure).filter(teleservice=regles.CODE, etat__in=OUVERTS).exists()


APPEL = Appel(
    dus=dus,
    messages={
        "ouverte": ("proposee", LIBELLE),
        "rappel": ("proposee_rappel", f"Rappel : {LIBELLE[0].lower()}{LIBELLE[1:]}"),
        "retard": ("proposee_finie", "La proposition de votre caisse est terminée"),
        "declinee": ("declinee", "Vous ne donnez pas suite"),
    },
    bouton="Répondre",
    rappels=(regles.RAPPEL_DE_REPONSE,),
    si_rien=oublier,
)
