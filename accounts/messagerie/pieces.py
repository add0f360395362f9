"""Handing an attachment back: to the person, or to an agent of their caisse. The caller found the thread in their perimeter."""

from __future__ import annotations

from typing import Any

import structlog
from django.dispatch import receiver
from django.http import Http404, HttpResponse

from accounts.messagerie import lecture
from accounts.messagerie.depot import deposer_message
from accounts.models import Agent, Fil, Message, PieceJointe
from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.televersement import FichierPerdu, servir, servir_a_un_agent
from ameli.noyau.televersement.quarantaine import fichier_ecarte

journal_technique = structlog.get_logger()


def servir_piece(fil: Fil, public_id: str, agent: Agent | None = None) -> HttpResponse:
    """The file as a download, for `agent` when there is one.

    Raises Http404 when `fil` has no such file, or when it is gone, altered or in quarantine.
    """
    piece = lecture.piece_de(fil, public_id)
    if piece is None or not piece.consultable:
        raise Http404
    try:
        return servir(piece) if agent is None else servir_a_un_agent(piece, agent.matricule)
    except (FichierPerdu, DechiffrementImpossible) as perte:
        journal_technique.error("piece_illisible", piece=piece.public_id, cause=type(perte).__name__)
        raise Http404 from perte


@receiver(fichier_ecarte, sender=PieceJointe)
def prevenir_de_l_ecart(fichier: PieceJointe, **kwargs: Any) -> None:
    """The antivirus answered late, and badly: the person who sent it is told. Nobody is when an agent did."""
    message = Message.objects.systeme("of a file put aside").select_related("fil__assure").get(pk=fichier.message_id)
    if message.de != Message.De.ASSURE:
        return
    deposer_message(
        message.fil.assure, sujet="Un de vos fichiers n’a pas pu être gardé", gabarit="fichier_ecarte",
        contexte={"piece": fichier, "caisse": message.fil.assure.caisse.nom}, cle=f"fichier_ecarte:{fichier.public_id}",
    )  # fmt: skip
