"""What the caisse asks by itself: a choice, as soon as two organisms overlap; nothing any more as soon as they do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.dossier import complementaires
from accounts.dossier.evenements import Evenement, ecouter
from accounts.models import Assure, Personne
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.organisme_complementaire import decomptes, regles
from demarches.models import Invitation
from demarches.moteur import invitations, registre
from demarches.moteur.declaration import Appel, Du
from paiements.transmissions import a_envoyer

A_CHOISIR = "Dites-nous laquelle les reçoit."
PAR_LA_CAISSE = {
    regles.SOLIDAIRE: "Votre caisse s’en occupe. Demandez vous-même la fin de votre mutuelle.",
    regles.NOMBRE: "Votre caisse fait ce choix avec vous\u00a0: écrivez-nous l’organisme à garder.",
}


def dus(assure: Assure, le: datetime) -> Iterable[Du]:
    """One choice for the whole file, about everybody on whom no choice is on its way."""
    tous = regles.a_choisir(assure, le, registre.celui_de(regles.CODE))
    if not tous:
        return
    raison = regles.pour_agents(tous)
    yield Du(
        sujet=assure.public_id,
        libelle=regles.titre(assure, tous),
        texte=f"{regles.suspension(tous, jour_de(le))} {PAR_LA_CAISSE.get(raison, A_CHOISIR)}",
        pour_agents=raison,
        etiquette=regles.etiquette(assure, tous, le),
    )


def au_passage(invitation: Invitation, le: datetime) -> Mapping[str, Any]:
    """How many décomptes wait, for the page after the sign-in."""
    assure, jour = invitation.assure, jour_de(le)
    tous = regles.conflits(assure, le)
    if not tous:
        return {"nombre": 0}
    bloques = decomptes.filtres(assure, {un.personne.public_id for un in tous}, min(regles.depuis(tous), jour), jour)
    return {"nombre": a_envoyer(assure, bloques), "suspension": regles.suspension(tous, jour)}


@ecouter(Evenement.COMPLEMENTAIRE_CHANGEE)
def revoir(assure: Assure, personne: Personne, le: datetime) -> None:
    """A cover was opened, ended or chosen."""
    invitations.revoir(regles.CODE, assure, le=le)


APPEL = Appel(
    dus=dus,
    dossiers=complementaires.dossiers_a_voir,
    messages={
        "ouverte": ("alerte", "Un choix à faire pour vos remboursements"),
        "retiree": ("resolu", "Vous n’avez plus de choix à faire"),
    },
    passage="organisme_complementaire/passage.html",
    au_passage=au_passage,
)
