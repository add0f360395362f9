"""The caisse proposes a pension (chapter 18): the same screens, filled in with what it knows, and a way not to follow up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from accounts.models import Assure
from ameli.noyau import formats
from demarches.catalogue.pension_invalidite import regles
from demarches.catalogue.pension_invalidite.formulaires import SALARIEE
from demarches.moteur import invitations
from demarches.moteur.declaration import Appel, Contexte, Du
from demarches.moteur.models import OUVERTS, Demarche
from demarches.moteur.models_invitation import Invitation
from paiements import pensions

SUJET = "proposition"
LIBELLE = "Votre caisse vous propose une pension d’invalidité"
TEXTE = "Faites la demande, en partie remplie, ou dites que vous ne donnez pas suite."
DEJA = "Une proposition attend déjà la réponse de cette personne."
PENSION = "Cette personne a déjà une pension d’invalidité."
DEMANDE = "Cette personne a déjà fait la demande : elle est à l’étude."


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


def prerempli(contexte: Contexte) -> Mapping[str, Mapping[str, Any]]:
    """The situation and, of somebody employed, since when and by whom."""
    une = de(contexte.assure)
    if une is None:
        return {}
    connu = une.donnees
    ecrans: dict[str, dict[str, Any]] = {"situation": {"situation": connu["situation"]}}
    if connu["situation"] == SALARIEE:
        arret = formats.date_courte(date.fromisoformat(connu["arret"])) if connu.get("arret") else ""
        ecrans["salariee"] = {"arret": arret, "employeur": connu.get("employeur", "")}
    return ecrans


def oublier(invitation: Invitation, le: datetime) -> None:
    """Nobody answered: it is not asked any more. The téléservice stays open to whoever asks by themselves."""
    invitations.regler(regles.CODE, invitation.assure, le=le)


def _a_l_etude(assure: Assure) -> bool:
    return Demarche.objects.de(assure).filter(teleservice=regles.CODE, etat__in=OUVERTS).exists()


APPEL = Appel(
    dus=dus,
    messages={
        "ouverte": ("proposee", LIBELLE),
        "rappel": ("proposee_rappel", "Rappel : votre caisse vous propose une pension"),
        "retard": ("proposee_finie", "La proposition de votre caisse est terminée"),
        "declinee": ("declinee", "Vous ne donnez pas suite"),
    },
    rappels=(regles.RAPPEL_DE_REPONSE,),
    si_rien=oublier,
)
