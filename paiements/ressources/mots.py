"""Months and periods of a declaration in words."""

from __future__ import annotations

from datetime import date

from ameli.noyau import formats
from paiements.models import DeclarationRessources


def en_mots(mois: date) -> str:
    """« octobre 2025 »."""
    return f"{formats.MOIS[mois.month - 1]} {mois.year}"


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
