"""What the person hands in after the deposit: a medical document for the doctor, a tax notice for the team that counts. Both sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ameli.noyau.saisie.noms import Reponse, comparer
from ameli.noyau.televersement.controle import PDF
from demarches.catalogue.pension_invalidite.avis_imposition import A_COMPARER, NomDeLAvis
from demarches.catalogue.pension_invalidite.effets import pension_de
from demarches.catalogue.pension_invalidite.reponses import MEDICAL
from demarches.moteur import transitions
from demarches.moteur.declaration import Geste, Lecteurs, Par, PieceVoulue
from demarches.moteur.models import Demarche

DOCUMENT, AVIS = "document_medical", "avis_envoye"
AVIS_PLUS_TARD = PieceVoulue(
    "avis", "Votre avis d’imposition", "Toutes les pages, téléchargé sur impots.gouv.fr.", formats=(PDF,),
    scellee=Lecteurs.INVALIDITE,
)  # fmt: skip


def ouverte(demarche: Demarche, le: datetime) -> bool:
    return demarche.ouverte


def remettre(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """The queue says that it is there; only the medical service opens it."""
    demarche.signaler(DOCUMENT, "La personne a remis un document médical. Le service médical le lit.")
    transitions.prevenir(demarche, DOCUMENT, le=le, suite=transitions.a_cet_instant(le))
    return "Votre document est bien arrivé. Seul le service médical le lit."


def ouverte_ou_accordee(demarche: Demarche, le: datetime) -> bool:
    """A notice that comes after the grant corrects what was paid."""
    return demarche.ouverte or pension_de(demarche) is not None


def envoyer_l_avis(demarche: Demarche, acteur: str, saisie: Mapping[str, Any], le: datetime) -> str:
    """After the grant too it comes back to the agents, until one notes it."""
    phrase = "La personne a envoyé un avis d’imposition. Le service invalidité le lit et le note."
    if comparer(saisie["nom_lu"], demarche.assure.personne.identite) is Reponse.PLAUSIBLE:
        phrase = f"{phrase} {A_COMPARER}"
    demarche.signaler(AVIS, phrase)
    return "Votre avis est bien arrivé. Nous vous écrivons quand il est compté."


GESTES = (
    Geste(
        DOCUMENT, "Remettre un document médical",
        "Le médecin-conseil le lit. Les autres agents voient qu’il existe, jamais ce qu’il dit.",
        par=Par.ASSURE, piece=replace(MEDICAL, obligatoire=True), possible=ouverte, faire=remettre, statut=False,
    ),
    Geste(
        AVIS, "Envoyer un avis d’imposition",
        "Seul le service invalidité le lit. S’il change vos retenues, nous corrigeons depuis le premier jour de la pension.",
        par=Par.ASSURE, formulaire=NomDeLAvis, piece=AVIS_PLUS_TARD, possible=ouverte_ou_accordee, faire=envoyer_l_avis, statut=False,
    ),
)  # fmt: skip
