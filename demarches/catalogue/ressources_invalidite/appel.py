"""The declarations that the caisse awaits, told and reminded of by every channel; without them, the pension stops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de, jours
from demarches.models import Invitation
from demarches.moteur.declaration import Appel, Du
from paiements import sejours
from paiements.models import DeclarationRessources
from paiements.models.ressources import GRACE
from paiements.ressources import mots, vie

LIBRE = ":libre"  # the person opened it: no last day
RAISON = "an awaited declaration"


def dus(assure: Assure, le: datetime) -> Iterable[Du]:
    """Each one that is open. The oldest is the one that « Déclarer » opens."""
    for une in DeclarationRessources.objects.de(assure).ouvertes(le).select_related("pension"):
        yield Du(
            sujet=une.public_id if une.attendue else f"{une.public_id}{LIBRE}",
            libelle=f"Déclarez vos ressources {mots.periode(une)}",
            texte=_texte(une, le),
            avant_le=une.limite_le if une.attendue else None, annonce=une.attendue,
        )  # fmt: skip


def _texte(une: DeclarationRessources, le: datetime) -> str:
    """What home says of it: until when, what comes without it, or what came."""
    if not une.attendue:
        return "À envoyer quand vous voulez."
    if une.suspendue_le is not None:
        return "Sans elle, votre pension est suspendue. Envoyez-la\u00a0: la suspension s’arrête."
    limite = formats.jour(une.limite_le)
    if le > une.limite_le:
        return f"Attendue au plus tard le {limite}. Vous pouvez encore éviter une suspension de votre pension."
    return f"À envoyer au plus tard le {limite}."


def dossiers(jour: date) -> Iterable[int]:
    """Files in which one is open, whatever happened meanwhile."""
    return (
        DeclarationRessources.objects.systeme(RAISON)
        .filter(transmise_le=None)
        .values_list("pension__assure", flat=True)
    )


def sans_reponse(invitation: Invitation, le: datetime) -> None:
    """The last day has passed, and fifteen more. An agent looks first when somebody could not know."""
    une, assure = declaration_de(invitation), invitation.assure
    if une is None or not une.attendue:
        return
    une.a_voir = pourquoi_attendre(assure, jour_de(le))
    if une.a_voir:
        une.save(update_fields=["a_voir"])
    else:
        vie.suspendre(une, le)


def pourquoi_attendre(assure: Assure, jour: date) -> str:
    """Why an agent looks before any suspension; empty when nothing says so."""
    if assure.majeur_protege:
        return DeclarationRessources.AVoir.PROTEGE
    return DeclarationRessources.AVoir.HOPITAL if sejours.a_l_hopital(assure, jour) else ""


def declaration_de(invitation: Invitation) -> DeclarationRessources | None:
    siennes = DeclarationRessources.objects.de(invitation.assure).filter(public_id=invitation.sujet.removesuffix(LIBRE))
    return siennes.select_related("pension__assure", "pension__personne").first()


def contexte(invitation: Invitation, le: datetime) -> Mapping[str, Any]:
    """What messages and letters say: the period and the days, never an amount. `deja`: another one suspended the pension before."""
    une = declaration_de(invitation)
    if une is None:
        return {}
    suspendue = une.pension.suspendu_le
    return {
        "declaration": une, "periode": mots.periode(une), "limite_le": une.limite_le,
        "suspension_le": une.suspension_le, "suspension_des": une.suspension_des,
        "deja": suspendue is not None and suspendue != une.suspendue_le,
        "caisse": invitation.assure.caisse,
    }  # fmt: skip


APPEL = Appel(
    dus=dus,
    dossiers=dossiers,
    messages={
        "ouverte": ("ouverte", "Une déclaration vous attend"),
        "rappel": ("rappel", "Rappel\u00a0: une déclaration vous attend"),
        "rappel_2": ("dernier_rappel", "Dernier rappel avant la suspension"),
        "retard": ("retard", "Votre déclaration n’est pas arrivée"),
    },
    lettres={
        "ouverte": "ressources_ouverte",
        "rappel": "ressources_rappel",
        "rappel_2": "ressources_dernier_rappel",
        "retard": "ressources_retard",
    },
    a_tous=frozenset({"retard"}),  # a suspension is never learnt from a screen alone
    contexte=contexte,
    rappels=(jours(15), jours(30)),
    grace=GRACE,
    si_rien=sans_reponse,
)
