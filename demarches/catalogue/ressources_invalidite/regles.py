"""Who declares what, until when (chapter 19)."""

from __future__ import annotations

from datetime import datetime

from ameli.noyau.calendrier import annees, jour_de
from paiements.models import DeclarationRessources

CODE = "ressources-invalidite"
EN_LIGNE = annees(2)  # how long a declaration stays in the history (catalogue, 2023)
MOIS_DE_RECOURS = 2


def dans_l_historique(une: DeclarationRessources, le: datetime) -> bool:
    """Two years after it was sent, to the day."""
    return une.transmise_le is not None and jour_de(une.transmise_le) >= EN_LIGNE.avant(jour_de(le))
