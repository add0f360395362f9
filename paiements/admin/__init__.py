"""What agents see of money: notices, differences left to explain, and what people ask to be looked at again."""

from paiements.admin import creances, dossiers, echeanciers

__all__ = ["creances", "dossiers", "echeanciers"]
