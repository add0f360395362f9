"""What low figures may open besides a pension: the additional allowance (ASI), the Complémentaire santé solidaire (chapter 18). Pure.

Only what is known counts: the pension, and what was declared besides it; against the ceilings of somebody who lives alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paiements import baremes
from paiements.calcul.invalidite.effet import Ressources
from paiements.calcul.invalidite.mensualites import Titre, plein, retenue
from paiements.calcul.mots import ZERO, arrondi

TRIMESTRE = 3  # the last months declared that count, as for the ASI
MOIS = 12


@dataclass(frozen=True, slots=True)
class Connues:
    """Gross euros a month: what is paid of the pension, and the mean of the last months declared."""

    pension: Decimal
    revenus: Decimal

    @property
    def total(self) -> Decimal:
        return self.pension + self.revenus


def connues(titre: Titre, le: date, declarees: Ressources) -> Connues:
    """On the day `le`; on the first one of a pension that is to come. The help of a third person does not count."""
    jour = max(le, titre.du)
    mois = jour.replace(day=1)
    derniers = sorted(un for un in declarees if un <= mois)[-TRIMESTRE:]
    total = sum((sum(declarees[un].values(), ZERO) for un in derniers), ZERO)
    return Connues(
        max(ZERO, plein(titre, jour) - retenue(titre, mois)), arrondi(total / len(derniers)) if derniers else ZERO
    )


def plafond_asi(le: date) -> Decimal:
    """Euros a month for somebody who lives alone; 0 before the first ceiling of the table: nothing is under it."""
    try:
        return par_mois(baremes.valeur("asi", "seul", le))
    except LookupError:
        return ZERO


def par_mois(annuel: Decimal) -> Decimal:
    """A yearly ceiling, month by month."""
    return arrondi(annuel / MOIS)


def sous(ressources: Connues, plafond: Decimal) -> bool:
    """Nothing is said of who is at the ceiling, or above."""
    return ressources.total < plafond
