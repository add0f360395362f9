"""What people sent for a démarche: found, handed back, confided to another caisse, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from django.http import Http404, HttpResponse

from accounts.models import Agent, Assure, Caisse
from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.televersement import FichierPerdu, servir, servir_a_un_agent
from ameli.noyau.televersement.modeles import distinguer
from documents.models import Piece

journal_technique = structlog.get_logger()
declarer_genre("piece.consultee", "{acteur} : document que vous avez envoyé, consulté", lecture=True)


def pieces_de(objet: str, assure: Assure) -> list[Piece]:
    """What `assure` sent for `objet`, the oldest first."""
    return distinguer(Piece.objects.de(assure).filter(objet=objet).order_by("depose_le", "id"))


def servir_a_la_personne(piece: Piece) -> HttpResponse:
    """The file, for the one who sent it. The caller found it in their perimeter.

    Raises Http404 when it is gone, altered or in quarantine.
    """
    return _servie(piece, lambda: servir(piece))


def _servie(piece: Piece, faire: Callable[[], HttpResponse]) -> HttpResponse:
    if not piece.consultable:
        raise Http404
    try:
        return faire()
    except (FichierPerdu, DechiffrementImpossible) as perte:
        journal_technique.error("piece_illisible", piece=piece.public_id, cause=type(perte).__name__)
        raise Http404 from perte


def servir_a_agent(piece: Piece, agent: Agent, *, raison: str = "") -> HttpResponse:
    """The file, for an agent of the caisse that it was confided to; the person reads in the journal that it was seen, and why.

    Raises Http404 outside the agent's perimeter, or when the file is gone, altered or in quarantine. May be called on a GET.
    """
    if not Piece.objects.pour_agent(agent).filter(pk=piece.pk).exists():
        raise Http404
    reponse = _servie(piece, lambda: servir_a_un_agent(piece, agent.matricule, piece.libelle))
    with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
        journaliser(
            "piece.consultee", acteur=agent.compte.acteur, assure_ref=piece.assure.public_id, objet=piece.objet,
            motif=raison, donnees={"piece": piece.public_id},
        )  # fmt: skip
    return reponse


def copier(piece: Piece, *, objet: str, le: datetime) -> Piece:
    """The same file, kept for `objet` too: each is forgotten without the other. Raises FichierPerdu, DechiffrementImpossible."""
    copie = Piece(
        assure=piece.assure, caisse=piece.caisse, objet=objet, place=piece.place, libelle=piece.libelle, nom=piece.nom,
        type_mime=piece.type_mime, controle=piece.controle, controle_le=piece.controle_le, depose_le=le,
    )  # fmt: skip
    copie.ecrire(piece.octets())
    copie.save(force_insert=True)
    return copie


def confier(objet: str, caisse: Caisse) -> None:
    """From now on another caisse reads what was sent for `objet`."""
    Piece.objects.systeme("the file goes to another caisse").filter(objet=objet).update(caisse=caisse)


def oublier(objet: str) -> int:
    """Forget what was sent for `objet`, rows and bytes; how many."""
    pieces = list(Piece.objects.systeme("kept long enough").filter(objet=objet).order_by("id"))
    for piece in pieces:
        piece.effacer()
    return len(pieces)


@contextmanager
def tout_ou_rien() -> Iterator[list[Piece]]:
    """A list for pieces being written: when the block fails, their bytes go with the rows that were not kept."""
    ecrites: list[Piece] = []
    try:
        yield ecrites
    except BaseException:
        for piece in ecrites:
            if piece.fichier:
                piece.fichier.storage.delete(str(piece.fichier.name))
        raise
