"""An address as the post reads it: lines of 38 characters, French streets, likeness of two addresses (chapter 5 § 3, 4). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ameli.noyau.saisie.signes import Illisible, plat, sans_accent

LIGNE_MAXIMUM = 38  # characters, postal norm
VILLE_MAXIMUM = 38
COMMUNE_MAXIMUM = 50  # of the longest names of France: what its service of addresses gives is taken whole
CODE_POSTAL_ETRANGER_MAXIMUM = 12
RECHERCHE_MINIMUM, RECHERCHE_MAXIMUM = 3, 200
NUMERO = re.compile(r"(?P<numero>[0-9]{1,5}(?:-[0-9]{1,5})?)-?(?P<indice>bis|ter|quater|[a-z])?", re.IGNORECASE)
INDICE = re.compile(r"bis|ter|quater|[a-z]", re.IGNORECASE)
# A number with its index, as people type them, and the word that follows. Five digits are a postal code.
NUMERO_SAISI = re.compile(
    r"(?<![\w])(?P<numero>[0-9]{1,4}(?: ?[-/] ?[0-9]{1,4})?)(?:[ ]?(?P<indice>bis|ter|quater|[a-z])(?![\w'’]))?(?=[ ,]+(?P<suite>[^\W\d]*)|$)",
    re.IGNORECASE,
)
HORS_VOIE = re.compile(
    r"\b(?:app?t?|appart(?:ement)?|b[aâ]t(?:iment)?|[eé]tage|esc(?:alier)?|porte|lot|bo[iî]te|bp|cs|tsa)[ .]*$",
    re.IGNORECASE,
)
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


def lire_numero(texte: str) -> tuple[str, str]:
    """Number and index, in whatever field they stand: "12 bis" is ("12", "bis"), "12/14" ("12-14", ""). Raises Illisible."""
    serre = "".join(plat(texte).replace("/", "-").replace(".", "").split())
    lu = NUMERO.fullmatch(serre.lower().removeprefix("n°").removeprefix("no"))
    if lu is None:
        raise Illisible("Écrivez un numéro comme 12, 12 bis ou 12-14.")
    return lu["numero"], lu["indice"] or ""


def numero_saisi(recherche: str, nom: str) -> str:
    """The number that somebody typed for the street `nom` that was found: "8", "8 bis", "12 A"; empty when there is none.

    Of several numbers, it is the one that stands before the street's first word ("apt 3, 8 rue Pasteur"), else the only one.
    What belongs to the street's own name ("rue du 8 mai 1945") or tells a floor, a flat, a box is no number of a house.
    """
    recherche = plat(recherche)
    trouves = [
        trouve for trouve in NUMERO_SAISI.finditer(recherche) if not HORS_VOIE.search(recherche[: trouve.start()])
    ]
    du_nom = re.findall(r"\d+", nom)
    while du_nom and trouves:  # the last ones: a number of a house comes before the name
        chiffres = du_nom.pop()
        dernier = next((trouve for trouve in reversed(trouves) if trouve["numero"] == chiffres), None)
        if dernier is not None:
            trouves.remove(dernier)
    devant = [trouve for trouve in trouves if cle([trouve["suite"] or ""])[:1] == cle([nom])[:1] != ""]
    choisis = devant or trouves
    if not devant and len(trouves) != 1:
        return ""
    choisi = choisis[-1]
    lettre = len(choisi["indice"] or "") == 1
    indice = "" if lettre and not devant else choisi["indice"] or ""
    return voie(re.sub("[ /-]+", "-", choisi["numero"]), indice, "")


def lignes(*morceaux: str) -> list[str]:
    """The lines of an envelope, in their order, the empty ones left out."""
    return [serrer(morceau) for morceau in morceaux if morceau.strip()]


def cle(lignes_et_ville: Iterable[str]) -> str:
    """What is left of an address when capitals, accents and signs are left out: two alike are the same place."""
    lettres = sans_accent(" ".join(lignes_et_ville)).casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", lettres).split())
