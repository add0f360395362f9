"""The states of a payment at the kiosk in which its money is on the way."""

from paiements.models import PaiementEnLigne

Etat = PaiementEnLigne.Etat
OUVERTS = (Etat.CREE, Etat.ATTENTE)  # the bank has decided nothing
EN_COURS = (Etat.ATTENTE, Etat.AUTORISE)  # an attempt that never left for the kiosk holds no debt
