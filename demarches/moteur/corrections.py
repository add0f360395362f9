"""What was sent is never changed: a correction is a démarche of its own, filled with the former one, which takes its place once it is sent.

Until then the former one stands, with its delays and its subjects. `Teleservice.correction` says until when a room lets it be
corrected; whoever takes it in hand meanwhile closes that door, under the same lock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Compte
from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.televersement import FichierPerdu
from demarches.moteur import brouillons, registre, transitions
from demarches.moteur.declaration import Contexte, Refus, Teleservice
from demarches.moteur.models import Brouillon, Demarche
from demarches.moteur.passages import TransitionInterdite
from demarches.moteur.pieces_du_brouillon import objet_de
from demarches.moteur.refus_communs import APPELER, ECRIRE, SUIVRE
from documents import pieces as depot_de_pieces

TROP_TARD = "Cette démarche ne peut plus être corrigée en ligne."
POURQUOI = "the two ends of a correction belong to one person"


def possible(demarche: Demarche, le: datetime) -> bool:
    """May its owner correct it at `le`? While it is open, and the room agrees."""
    correction = registre.celui_de(demarche.teleservice).correction
    return correction is not None and demarche.ouverte and correction.possible(demarche, le)


@transaction.atomic
def ouvrir(demarche: Demarche, compte: Compte, *, le: datetime) -> Brouillon:
    """The draft that corrects it: the one that is open already, else a new one, filled with what was sent and copies of its files.

    What proves something, what is sealed and files that are gone are asked for again. Raises TransitionInterdite.
    """
    ligne = transitions.verrouiller(demarche)
    if not possible(ligne, le):
        raise TransitionInterdite(TROP_TARD)
    teleservice, siens = registre.celui_de(ligne.teleservice), Brouillon.objects.de(ligne.assure).filter(corrige=ligne)
    ouvert = siens.a_reprendre(teleservice.code, teleservice.version, le).first()
    if ouvert is not None:
        return ouvert
    brouillons.effacer(siens.filter(etat=brouillons.OUVERT))
    brouillon = brouillons.creer(teleservice, Contexte(ligne.assure, compte, le), corrige=ligne)
    copies = _copier_les_fichiers(ligne, brouillon, le)
    brouillon.contenu = {"reponses": _reprises(teleservice, ligne, copies)}
    brouillon.save(update_fields=["contenu"])
    return brouillon


def refus(brouillon: Brouillon, le: datetime) -> Refus | None:
    """Why this draft may not be sent any more: what it corrects was taken in hand, or has ended."""
    if brouillon.corrige_id is None:
        return None
    assert brouillon.corrige is not None
    if possible(brouillon.corrige, le):
        return None
    return Refus(
        titre=TROP_TARD,
        motif=f"Votre demande {brouillon.corrige.reference} est déjà traitée. Ce que vous aviez corrigé n’est pas envoyé.",
        issues=(SUIVRE, ECRIRE, APPELER),
    )


def prendre_la_place(demarche: Demarche, ancienne: Demarche, *, le: datetime) -> None:
    """`ancienne` ends, replaced: its delays and what it waited for go, its subjects are free for `demarche` in the same transaction."""
    ligne = transitions.passer(ancienne, "remplacer", acteur=demarche.acteur, le=le)
    if ligne.reservee:
        demarche.reserver()


def remplacante(demarche: Demarche) -> Demarche | None:
    """The one that took its place."""
    if demarche.jalon != transitions.REMPLACEE:
        return None
    return Demarche.objects.systeme(POURQUOI).sans_contenu().filter(remplace=demarche).first()


def _copier_les_fichiers(demarche: Demarche, brouillon: Brouillon, le: datetime) -> dict[str, str]:
    """What the answers name, copied for the draft: ids of the copies by those of the originals, empty for a file that is gone."""
    copies: dict[str, str] = {}
    for piece in depot_de_pieces.pieces_de(demarche.objet, demarche.assure):
        if not piece.place or piece.scelle:
            continue
        try:
            copies[piece.public_id] = depot_de_pieces.copier(piece, objet=objet_de(brouillon), le=le).public_id
        except (FichierPerdu, DechiffrementImpossible):
            copies[piece.public_id] = ""
    return copies


def _reprises(teleservice: Teleservice, demarche: Demarche, copies: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The answers of today's questions; none, when nobody knows how to read those of an older version."""
    try:
        siennes = teleservice.reponses.a_jour(demarche.reponses, demarche.version)
    except KeyError:
        return {}
    return {
        place: {nom: _avec_les_copies(valeur, copies) for nom, valeur in reponses.items()}
        for place, reponses in siennes.items()
        if teleservice.etape(place).preuve is None
    }


def _avec_les_copies(valeur: Any, copies: Mapping[str, str]) -> Any:
    """A list of files names their copies; one that is gone leaves it."""
    return [un for cle in valeur if (un := copies.get(cle, cle))] if isinstance(valeur, list) else valeur
