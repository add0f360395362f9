"""What agents do about a declared card (chapter 9 § 9): its use back, more time, the paper form, the old card given back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.informations import adresse, cartes_vitale
from accounts.models import Opposition
from ameli.noyau import formats
from ameli.noyau.envois import deposer_lettre
from demarches.cartes import regles
from demarches.catalogue.perte_carte.effets import pour_message
from demarches.moteur import transitions
from demarches.moteur.declaration import Geste
from demarches.moteur.models import Demarche


def _posee(demarche: Demarche) -> Opposition | None:
    """What this démarche declared, unless its use was given back."""
    posee = cartes_vitale.opposition_de(demarche.assure, demarche.reference)
    return posee if posee is not None and posee.levee_le is None else None


def _en_vigueur(demarche: Demarche) -> Opposition | None:
    """The same, while nothing replaces the card."""
    return cartes_vitale.en_vigueur(demarche.assure, demarche.reference)


def levable(demarche: Demarche, le: datetime) -> bool:
    """While it is open, that is « Annuler la déclaration »: the same two agents, the same effect."""
    return not demarche.ouverte and _en_vigueur(demarche) is not None


def prolongeable(demarche: Demarche, le: datetime) -> bool:
    posee = _en_vigueur(demarche)
    return posee is not None and posee.commander_avant <= le + timedelta(days=regles.JOURS_POUR_COMMANDER)


def postable(demarche: Demarche, le: datetime) -> bool:
    return _en_vigueur(demarche) is not None and adresse.actuelle(demarche.assure) is not None


def rendable(demarche: Demarche, le: datetime) -> bool:
    posee = _posee(demarche)
    return posee is not None and not posee.rendue_le


def lever(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    cartes_vitale.lever(demarche.assure, demarche.reference, le=le, acteur=acteur)
    transitions.prevenir(demarche, "levee", le=le, contexte={"motif": "La carte avait été déclarée par erreur."})
    return "Opposition levée : la carte sert de nouveau. La personne en est prévenue."


def prolonger(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    opposition = cartes_vitale.opposition_de(demarche.assure, demarche.reference)
    assert opposition is not None  # `possible` found it in this transaction
    fin = cartes_vitale.prolonger(
        opposition, jours=regles.JOURS_POUR_COMMANDER, acteur=acteur, motif=saisie["motif"], le=le
    )  # fmt: skip
    transitions.prevenir(demarche, "prolongee", le=le, suite=transitions.a_cet_instant(le))
    return f"La personne peut commander en ligne jusqu’au {formats.jour(fin)} inclus. Elle en est prévenue."


def formulaire(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    ou = adresse.actuelle(demarche.assure)
    assert ou is not None  # as above
    personne = demarche.assure.personne
    deposer_lettre(
        a="\n".join([f"{personne.prenom} {personne.nom}", *ou.lignes]), gabarit="formulaire_carte_vitale",
        cle=f"{demarche.objet}:formulaire{transitions.a_cet_instant(le)}", assure_ref=demarche.assure.public_id,
        contexte={**pour_message(demarche), "demarche": demarche, "caisse": demarche.caisse},
    )  # fmt: skip
    transitions.prevenir(demarche, "formulaire", le=le, suite=transitions.a_cet_instant(le))
    return "Le formulaire part par la poste. La personne en est prévenue."


def restitution(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    opposition = cartes_vitale.opposition_de(demarche.assure, demarche.reference)
    assert opposition is not None  # as above
    cartes_vitale.rendre(opposition, le=le, acteur=acteur)
    transitions.prevenir(demarche, "restituee", le=le)
    return "Restitution notée. La personne en est prévenue."


GESTES = (
    Geste(
        "lever", "Lever l’opposition",
        "La déclaration était une erreur : la carte sert de nouveau. Deux agents différents doivent le vouloir.",
        a_deux=True, faire=lever, possible=levable,
    ),
    Geste(
        "prolonger", f"Donner {regles.JOURS_POUR_COMMANDER} jours de plus pour commander",
        "Exemple : la personne était à l’hôpital. Elle reçoit un message.",
        faire=prolonger, possible=prolongeable,
    ),
    Geste(
        "formulaire", "Envoyer le formulaire papier",
        "« Ma nouvelle carte Vitale » part par la poste, à l’adresse du dossier. La personne reçoit un message.",
        faire=formulaire, possible=postable,
    ),
    Geste(
        "restitution", "Noter la restitution de l’ancienne carte", "La personne reçoit un message.",
        faire=restitution, possible=rendable,
    ),
)  # fmt: skip
