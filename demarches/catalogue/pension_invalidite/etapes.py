"""The screens of chapter 18, in the order of the catalogue: information, situation, « Tout est bon », tax notice."""

from __future__ import annotations

from demarches.catalogue.pension_invalidite import cas, formulaires, proposition, reponses
from demarches.catalogue.pension_invalidite.avis_imposition import SANS_AVIS, AvisImposition
from demarches.moteur import relecture
from demarches.moteur.declaration import Etape, Lecteurs

AIDE_SITUATION = """Aucune question ne porte sur votre maladie.

Un médecin-conseil donne son avis. Il est le seul à lire vos documents médicaux."""
AIDE_EMPLOYEUR = """Un seul employeur. Si vous en avez plusieurs, la demande se fait sur le formulaire papier S4150."""
AIDE_AVIS = f"""L’avis sert à compter vos ressources, et surtout à vous exonérer de CSG, de CRDS et de CASA.

{SANS_AVIS}

Un PDF sans mot de passe, à votre nom."""

ETAPES = (
    Etape("informations", "Mes informations", formulaires.Informations, gabarit="pension_invalidite/informations.html"),
    Etape("situation", "Ma situation actuelle", formulaires.Situation, aide=AIDE_SITUATION, initiales=proposition.situation),
    Etape(
        "salariee", "Mon employeur", cas.Salariee, si=reponses.EST_SALARIE, depend_de=("situation",), aide=AIDE_EMPLOYEUR,
        initiales=proposition.emploi,
    ),
    Etape("non_salariee", "Mon activité", cas.NonSalariee, si=reponses.EST_INDEPENDANT, depend_de=("situation",)),
    Etape("chomage", "Mon allocation", cas.Chomage, si=reponses.EST_AU_CHOMAGE, depend_de=("situation",)),
    Etape("autre", "Ma situation", cas.Autre, si=reponses.EST_AUTRE, depend_de=("situation",)),
    Etape(
        "controle", "Vérification", relecture.Relecture, au_recapitulatif=False, libelle_suivant="Tout est bon",
        gabarit=relecture.GABARIT,
    ),
    Etape(
        "avis", "Mon dernier avis d’imposition", AvisImposition, aide=AIDE_AVIS, libelle_suivant="Je valide ma demande",
        lecteurs=Lecteurs.INVALIDITE,
    ),
)  # fmt: skip
