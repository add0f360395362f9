"""An e-mail address, as typed or copied from a message. Its form is Django's to judge. Pure."""

from __future__ import annotations

import re

from ameli.noyau.saisie.signes import Illisible, ligne, plat

AUTOUR = " \"'‘’«»“”„:"
APRES = ".!?…/-"  # no address ends so
ETIQUETTE = re.compile(r"^[^@:]*:")  # no address has a colon before its @
MOTS = re.compile(r"^(?:(?:mon|votre|adresse|e-?mail|mail|m[eé]l|courriel|[eé]lectronique|de)\s+)+")
LIEN = re.compile(r"^(mailto:[^?]*)\?.*$", re.IGNORECASE)  # a link may say the subject too
SEPARENT = re.compile(r"[<>()\[\]]|[,;](?=\s|$)")  # the name from the address, an address from the next one
POINTS = str.maketrans("。｡", "..")  # as keyboards of Asia write the dot of a domain
UNE_SEULE = "Écrivez une seule adresse, comme nom@exemple.fr."
SANS_ESPACE = "Écrivez l’adresse seule, sans espace, comme nom@exemple.fr."


def lire(texte: str) -> str:
    """In small letters, without its label (`mailto:`), the name before < >, what closes a sentence, nor spaces around @.

    Raises Illisible for what may be two addresses, or one and the end of a name.
    """
    collee = re.sub(r"\s*@\s*", "@", LIEN.sub(r"\1", plat(ligne(texte)))).lower().translate(POINTS)
    dites = [_nue(morceau) for morceau in SEPARENT.split(collee) if "@" in morceau] or [collee]
    if len(set(dites)) > 1:
        raise Illisible(UNE_SEULE)
    if " " in dites[0]:
        raise Illisible(SANS_ESPACE)
    return dites[0]


def _nue(adresse: str) -> str:
    return MOTS.sub("", ETIQUETTE.sub("", adresse.strip(AUTOUR)).strip(AUTOUR)).rstrip(APRES).strip(AUTOUR)
