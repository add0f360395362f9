"""Due dates of the practice population."""

from __future__ import annotations

from ameli.bac_a_sable.histoires import suite
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance


@gestionnaire(suite.VERSER)
def verser(echeance: Echeance) -> None:
    """An allowance or a pension falls due."""
    donnees = dict(echeance.donnees)
    suite.verser(donnees.pop("assure"), donnees, echeance.du_le)
