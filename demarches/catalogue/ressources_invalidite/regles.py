"""Who declares what, until when, and the words for it (chapter 19)."""

from __future__ import annotations

from datetime import date, datetime

from ameli.noyau import formats
from ameli.noyau.calendrier import annees, jour_de
from paiements.models import DeclarationRessources

CODE = "ressources-invalidite"
EN_LIGNE = annees(2)  # how long a declaration stays in the history (catalogue, 2023)
MOIS_DE_RECOURS = 2


def en_mots(mois: date) -> str:
    """« octobre 2025 »."""
    return f"{formats.MOIS[mois.month - 1]}{formats.INSECABLE}{mois.year}"


def de(mois: date) -> str:
    """« d’octobre 2025 », « de mars 2026 »."""
    dit = en_mots(mois)
    return f"d’{dit}" if dit[0] in "ao" else f"de {dit}"


def periode(une: DeclarationRessources) -> str:
    """« d’octobre 2025 à septembre 2026 »."""
    seul = une.premier == une.dernier
    return de(une.premier) if seul else f"{de(une.premier)} à {en_mots(une.dernier)}"


def titre(une: DeclarationRessources) -> str:
    """« Octobre 2025 à septembre 2026 », alone in a cell."""
    debut = en_mots(une.premier).capitalize()
    return debut if une.premier == une.dernier else f"{debut} à {en_mots(une.dernier)}"


def dans_l_historique(une: DeclarationRessources, le: datetime) -> bool:
    """Two years after it was sent, to the day."""
    return une.transmise_le is not None and jour_de(une.transmise_le) >= EN_LIGNE.avant(jour_de(le))
