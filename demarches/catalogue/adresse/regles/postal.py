"""An address as the post reads it: lines of 38 characters, French streets, likeness of two addresses (chapter 5 § 3, 4). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LIGNE_MAXIMUM = 38  # characters, postal norm
VILLE_MAXIMUM = 38
CODE_POSTAL_ETRANGER_MAXIMUM = 12
RECHERCHE_MINIMUM, RECHERCHE_MAXIMUM = 3, 200
CODE_POSTAL = re.compile(r"[0-9]{5}")
NUMERO = re.compile(r"[0-9]{1,5}")
INDICE = re.compile(r"bis|ter|quater|[a-z]", re.IGNORECASE)
CEDEX = re.compile(r"\bcedex\b", re.IGNORECASE)
# Abbreviations of the postal norm, the words that shorten most first; used only on a line that is too long.
ABREVIATIONS = {
    "Lotissement": "Lot", "Résidence": "Rés", "Boulevard": "Bd", "Faubourg": "Fg", "Impasse": "Imp", "Avenue": "Av",
    "Chemin": "Chem", "Quartier": "Qua", "Passage": "Pas", "Hameau": "Ham", "Square": "Sq", "Allée": "All",
    "Place": "Pl", "Route": "Rte", "Général": "Gal", "Maréchal": "Mal", "Président": "Pdt", "Docteur": "Dr",
    "Professeur": "Pr", "Commandant": "Cdt", "Capitaine": "Cne", "Lieutenant": "Lt", "Colonel": "Cel",
    "Saint": "St", "Sainte": "Ste", "Notre-Dame": "ND", "Grande": "Gde", "Grand": "Gd",
}  # fmt: skip


def serrer(texte: str) -> str:
    """One space between words, none around."""
    return " ".join(texte.split())


def abreger(voie: str) -> str:
    """`voie` on one line of an envelope: as it is when it fits, else with the norm's abbreviations; empty when it still does not."""
    mots = serrer(voie)
    for long, court in ABREVIATIONS.items():
        if len(mots) <= LIGNE_MAXIMUM:
            return mots
        mots = re.sub(rf"\b{long}\b", court, mots, flags=re.IGNORECASE)
    return mots if len(mots) <= LIGNE_MAXIMUM else ""


def voie(numero: str, indice: str, nom: str) -> str:
    """ "8 bis rue des Arènes". Letters as an index are capitals."""
    indice = indice.upper() if len(indice) == 1 else indice.lower()
    return serrer(f"{numero} {indice} {nom}")


def lignes(*morceaux: str) -> list[str]:
    """The lines of an envelope, in their order, the empty ones left out."""
    return [serrer(morceau) for morceau in morceaux if morceau.strip()]


def cle(lignes_et_ville: Iterable[str]) -> str:
    """What is left of an address when capitals, accents and signs are left out: two alike are the same place."""
    decompose = unicodedata.normalize("NFKD", " ".join(lignes_et_ville).replace("œ", "oe").replace("Œ", "OE"))
    lettres = "".join(lettre for lettre in decompose if not unicodedata.combining(lettre)).casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", lettres).split())
