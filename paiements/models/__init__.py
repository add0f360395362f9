"""Money: what was paid, for which care, and what was withheld."""

from paiements.models.paiement import Paiement
from paiements.models.prestation import Prestation, RevenuRemplacement
from paiements.models.retenue import Retenue
from paiements.models.tiers import Tiers

__all__ = ["Paiement", "Prestation", "Retenue", "RevenuRemplacement", "Tiers"]
