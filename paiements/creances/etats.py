"""The states of a payment at the kiosk in which its money is on the way."""

from paiements.models import PaiementEnLigne

Etat = PaiementEnLigne.Etat
OUVERTS = (Etat.CREE, Etat.ATTENTE)
EN_COURS = (*OUVERTS, Etat.AUTORISE)
