"""Identity papers as agents see them: with who looked and when written across, so that a copy that leaks says where it came from.

The mark is made on the fly: what is kept has none, and the person gets back what they sent.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from ameli.noyau.formats import a_paris
from ameli.noyau.televersement.controle import FichierRefuse, marquer
from ameli.noyau.televersement.modeles import FichierPerdu, FichierRecu

D_IDENTITE = re.compile(
    r"\b(?:identite|cni|cnie|passeports?|titres? de sejour|permis de conduire|livrets? de famille|actes? de naissance)\b"
)


def d_identite(*textes: str) -> bool:
    """Do these words (what was asked for, the name of the file) announce a paper that proves who somebody is?"""
    decomposes = unicodedata.normalize("NFKD", " ".join(textes).lower().replace("_", " ").replace("-", " "))
    return D_IDENTITE.search("".join(c for c in decomposes if not unicodedata.combining(c))) is not None


def mots(matricule: str, le: datetime) -> str:
    """ "Copie pour LANDES-01, 23/11/2026 16:03, Assurance Maladie"."""
    return f"Copie pour {matricule}, {a_paris(le):%d/%m/%Y %H:%M}, Assurance Maladie"


def octets_marques(fichier: FichierRecu, matricule: str, le: datetime) -> bytes:
    """The bytes with the mark. Raises FichierPerdu: without its mark it is not shown; DechiffrementImpossible."""
    if not fichier.consultable:
        raise FichierPerdu(f"{fichier._meta.label_lower} {fichier.public_id}")
    try:
        return marquer(fichier.octets(), fichier.type_mime, mots(matricule, le))
    except FichierRefuse as refus:
        raise FichierPerdu(f"{fichier._meta.label_lower} {fichier.public_id}: no mark") from refus
