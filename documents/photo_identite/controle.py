"""What a step of a téléservice calls: a photo made ready, a document accepted, and the remarks that go with them."""

from __future__ import annotations

from datetime import date

from documents.photo_identite import mesures, piece, regles
from documents.photo_identite.regles import Remarque


class ImageRefusee(Exception):
    """This image cannot serve; `phrase` says in French why and what to do, for the page."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


def preparer(octets: bytes, jour: date) -> bytes:
    """The photo at 35 × 45, cut when it must be; the person sees it before sending. Raises ImageRefusee."""
    seuils = regles.seuils(jour)
    if len(octets) > seuils.octets:
        raise ImageRefusee(
            f"Cette photo pèse plus de {seuils.octets // 1_000_000} Mo. Choisissez une qualité normale, puis reprenez-la."
        )
    image = mesures.ouvrir(octets)
    juste = regles.au_format(image.width, image.height, seuils)
    prete = image if juste else mesures.recadrer(image, seuils.hauteur)
    refus = regles.trop_petite(prete.width, prete.height, seuils)
    if refus:
        raise ImageRefusee(refus.phrase)
    return octets if juste else mesures.enregistrer(prete)


def remarques_photo(octets: bytes, jour: date) -> list[Remarque]:
    """What the person may want to take again, and what the agent should look at first."""
    return regles.juger(mesures.mesurer(mesures.ouvrir(octets)), regles.seuils(jour))


def remarques_piece(octets: bytes, jour: date) -> list[Remarque]:
    """The same for an image of an identity document."""
    image = mesures.ouvrir(octets)
    return piece.juger(image.width, image.height, mesures.nettete_de_piece(image), piece.seuils(jour))


def exiger_lisible(octets: bytes, jour: date) -> None:
    """An image of a document that somebody can read. Raises ImageRefusee."""
    for remarque in remarques_piece(octets, jour):
        if remarque.bloque:
            raise ImageRefusee(remarque.phrase)
