"""Two records, not one: the registry (what the caisse knows) and the account (what the person opens later)."""

from accounts.models.acces import LienFranceConnect, Voie
from accounts.models.c2s import AccordC2S, DroitC2S, MembreC2S
from accounts.models.caisse import Caisse
from accounts.models.carte import CarteVitale, CommandeCarteVitale, Opposition
from accounts.models.carte_europeenne import CarteEuropeenne, CertificatProvisoire
from accounts.models.code_provisoire import CodeProvisoire
from accounts.models.complementaires import AvisOrganisme, LiaisonComplementaire, OrganismeComplementaire
from accounts.models.compte import Agent, Compte
from accounts.models.contacts import ChangementContact
from accounts.models.copie import CopieDesDonnees
from accounts.models.dossier import Adresse, Assure, Beneficiaire, CoordonneesBancaires, ModificationEnCours
from accounts.models.droits import Exoneration, MedecinTraitant
from accounts.models.fichiers import FichierEnAttente
from accounts.models.messagerie import DelaiDeReponse, Fil, Message, NoteInterne, PieceJointe
from accounts.models.personne import Personne
from accounts.models.reprises import Reprise
from accounts.models.revenus import ConsentementRevenus
from accounts.models.securite import (
    AncienMotDePasse,
    Appareil,
    CodeSecurite,
    Connexion,
    DefiUtilise,
    Essais,
    JetonSecurite,
)
from accounts.models.sessions import SessionOuverte
from accounts.models.solidaire import ChiffreC2S, MinimumSocial

__all__ = [
    "AccordC2S",
    "Adresse",
    "Agent",
    "AncienMotDePasse",
    "Appareil",
    "Assure",
    "AvisOrganisme",
    "Beneficiaire",
    "Caisse",
    "CarteEuropeenne",
    "CarteVitale",
    "CertificatProvisoire",
    "ChangementContact",
    "ChiffreC2S",
    "CodeProvisoire",
    "CodeSecurite",
    "CommandeCarteVitale",
    "Compte",
    "Connexion",
    "ConsentementRevenus",
    "CoordonneesBancaires",
    "CopieDesDonnees",
    "DefiUtilise",
    "DelaiDeReponse",
    "Essais",
    "DroitC2S",
    "Exoneration",
    "FichierEnAttente",
    "Fil",
    "JetonSecurite",
    "LiaisonComplementaire",
    "LienFranceConnect",
    "MedecinTraitant",
    "MembreC2S",
    "Message",
    "NoteInterne",
    "MinimumSocial",
    "ModificationEnCours",
    "Opposition",
    "OrganismeComplementaire",
    "Personne",
    "PieceJointe",
    "Reprise",
    "SessionOuverte",
    "Voie",
]
