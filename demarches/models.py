"""The tables of this floor live with the engine; Django looks for them here."""

from demarches.moteur.models import OUVERTS, Brouillon, DemandePiece, Demarche, Etat, Evenement

__all__ = ["OUVERTS", "Brouillon", "DemandePiece", "Demarche", "Etat", "Evenement"]
