"""The tables of this floor live with the engine, and in the `models` of the rooms that have some; Django looks for them here."""

from demarches.delais.models import DelaiDeTraitement, Estimation
from demarches.moteur.examens import Examen
from demarches.moteur.models import OUVERTS, Brouillon, Demarche, Etat, Evenement, Verrou
from demarches.moteur.models_acces import AccesTiers
from demarches.moteur.models_attente import Attente
from demarches.moteur.models_invitation import Invitation
from demarches.moteur.relais.models import Relais
from demarches.moteur.reponses_types import ModeleReponse
from demarches.moteur.scelles import Scelle

__all__ = [
    "OUVERTS",
    "AccesTiers",
    "Attente",
    "Brouillon",
    "DelaiDeTraitement",
    "Demarche",
    "Estimation",
    "Etat",
    "Evenement",
    "Examen",
    "Invitation",
    "ModeleReponse",
    "Relais",
    "Scelle",
    "Verrou",
]

from demarches.moteur import registre

registre.modules_des_salles("models")
