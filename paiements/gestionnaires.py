"""Due dates of payments."""

from __future__ import annotations

from accounts.informations.coordonnees import PREMIERES
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from paiements import versements


@gestionnaire(versements.LIBERER)
def liberer(echeance: Echeance) -> None:
    """A held payment leaves."""
    versements.liberer(echeance.donnees["paiement"], echeance.du_le)


@gestionnaire(PREMIERES)
def accueillir_un_compte(echeance: Echeance) -> None:
    """What waited for any account at all may leave."""
    versements.accueillir_un_compte(echeance.donnees["assure"], echeance.du_le)
