"""Money: what was paid, for which care, what was withheld, and what is owed."""

from paiements.models.creance import Affectation, Avis, EcartCreance, EcritureCreance, LigneCreance, PaiementEnLigne
from paiements.models.dossier import Contestation, Signalement
from paiements.models.echeancier import ActeCreance, Echeancier, Mensualite
from paiements.models.etranger import CoursDevise, DepenseEtrangere
from paiements.models.mouvement import Mouvement
from paiements.models.paiement import Paiement
from paiements.models.participation import TermeC2S
from paiements.models.pension import MoisDePension, Pension, ReprisePension
from paiements.models.prestation import Prestation, RevenuRemplacement
from paiements.models.refus import RefusDuKiosque
from paiements.models.ressources import DeclarationRessources, SalaireEmployeur
from paiements.models.retenue import Retenue
from paiements.models.tiers import Tiers

__all__ = [
    "ActeCreance",
    "Affectation",
    "Avis",
    "Contestation",
    "CoursDevise",
    "DepenseEtrangere",
    "EcartCreance",
    "DeclarationRessources",
    "Echeancier",
    "EcritureCreance",
    "LigneCreance",
    "Mensualite",
    "MoisDePension",
    "Mouvement",
    "Paiement",
    "PaiementEnLigne",
    "Pension",
    "Prestation",
    "ReprisePension",
    "RefusDuKiosque",
    "Retenue",
    "RevenuRemplacement",
    "SalaireEmployeur",
    "Signalement",
    "TermeC2S",
    "Tiers",
]
