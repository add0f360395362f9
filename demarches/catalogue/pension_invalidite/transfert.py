"""The file goes to another caisse: the request that it examines follows, where it stands (chapter 18)."""

from __future__ import annotations

from datetime import datetime

from accounts.dossier.evenements import Evenement, ecouter
from accounts.models import Assure, Personne
from demarches.catalogue.pension_invalidite import regles
from demarches.moteur import transitions
from demarches.moteur.models import Demarche

TRANSFERT = "transfert"


@ecouter(Evenement.CAISSE_CHANGEE)
def suivre(assure: Assure, personne: Personne, le: datetime) -> None:
    """Delays, opinions and documents stay; the agents of the new caisse find it in their queue."""
    for une in Demarche.objects.de(assure).ouvertes().filter(teleservice=regles.CODE).exclude(caisse=assure.caisse):
        ligne = transitions.noter(une, TRANSFERT, le=le, caisse=assure.caisse)
        transitions.prevenir(ligne, TRANSFERT, le=le, suite=transitions.a_cet_instant(le))
