"""Due dates of payments."""

from __future__ import annotations

from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from paiements import versements


@gestionnaire(versements.LIBERER)
def liberer(echeance: Echeance) -> None:
    """A held payment leaves."""
    versements.liberer(echeance.donnees["paiement"], echeance.du_le)


@gestionnaire(versements.ATTENDRE)
def regarder(echeance: Echeance) -> None:
    """Is there an account now?"""
    versements.regarder(echeance.donnees["assure"], echeance.du_le)
