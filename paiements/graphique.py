"""A year of bars, drawn on the server: one for what was billed, and inside it what the caisse paid. The table beside says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ameli.noyau.formats import MOIS
from paiements.depenses import Depense

HAUTEUR, LARGEUR_MOIS, LARGEUR_BARRE = 200, 50, 34


@dataclass(frozen=True)
class Barre:
    """Whole numbers of the drawing, from its upper left corner."""

    initiale: str
    x: int
    haut: int
    hauteur: int
    paye_haut: int
    paye_hauteur: int

    @property
    def milieu(self) -> int:
        return self.x + LARGEUR_BARRE // 2


def barres(mois: Sequence[Depense]) -> tuple[Barre, ...]:
    """Twelve bars; the highest bill takes the whole height."""
    maximum = max((depense.facture for depense in mois), default=Decimal(0)) or Decimal(1)

    def hauteur(montant: Decimal) -> int:
        return max(0, round(HAUTEUR * montant / maximum))

    return tuple(
        Barre(
            MOIS[rang][:1].upper(), rang * LARGEUR_MOIS + (LARGEUR_MOIS - LARGEUR_BARRE) // 2,
            HAUTEUR - hauteur(depense.facture), hauteur(depense.facture),
            HAUTEUR - hauteur(depense.pris_en_charge), hauteur(depense.pris_en_charge),
        )
        for rang, depense in enumerate(mois)
    )  # fmt: skip
