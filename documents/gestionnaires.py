"""What this floor gives to others when it starts."""

from __future__ import annotations

from accounts.informations.securite.copie import CONTRIBUTIONS
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from documents import copie, releves

CONTRIBUTIONS.append(copie.contribuer)


@gestionnaire(releves.PREPARER)
def preparer_un_document(echeance: Echeance) -> None:
    """A long paper was ordered."""
    releves.preparer(echeance.donnees["commande"])
