"""What the server sees in the images of an order: advice to the person before they send, and where the agent looks first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import structlog

from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.televersement import FichierPerdu
from documents.models import Piece
from documents.photo_identite import controle
from documents.photo_identite.regles import Remarque

journal_technique = structlog.get_logger()
PHOTO = "Photo d’identité"
PLACE_DE_LA_PHOTO = "photo/photo"


def lire(pieces: Iterable[Piece], jour: date) -> list[tuple[str, str]]:
    """(label of the image, sentence) for each remark; nothing about a PDF, nor about a file that cannot be read any more."""
    return [
        (piece.libelle, remarque.phrase)
        for piece in pieces
        if piece.type_mime.startswith("image/")
        for remarque in _de(piece, jour)
    ]


def _de(piece: Piece, jour: date) -> list[Remarque]:
    try:
        octets = piece.octets()
    except (FichierPerdu, DechiffrementImpossible) as perte:
        journal_technique.error("piece_illisible", piece=piece.public_id, cause=type(perte).__name__)
        return []
    return (controle.remarques_photo if piece.place == PLACE_DE_LA_PHOTO else controle.remarques_piece)(octets, jour)
