"""Handing an attachment back: to the person, or to an agent of their caisse. The caller found the thread in their perimeter."""

from __future__ import annotations

import structlog
from django.http import Http404, HttpResponse

from accounts.messagerie import lecture
from accounts.models import Fil
from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.televersement import FichierPerdu, servir

journal_technique = structlog.get_logger()


def servir_piece(fil: Fil, public_id: str) -> HttpResponse:
    """The file as a download. Raises Http404 when `fil` has no such file, or when it is gone or altered."""
    piece = lecture.piece_de(fil, public_id)
    if piece is None:
        raise Http404
    try:
        return servir(piece)
    except (FichierPerdu, DechiffrementImpossible) as perte:
        journal_technique.error("piece_illisible", piece=piece.public_id, cause=type(perte).__name__)
        raise Http404 from perte
