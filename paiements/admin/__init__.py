"""What agents see of money: rates of currencies, notices, differences left to explain, money moved by hand, and what people ask to be looked at again."""

from paiements.admin import creances, devises, dossiers, echeanciers, mouvements, volets

__all__ = ["creances", "devises", "dossiers", "echeanciers", "mouvements", "volets"]
