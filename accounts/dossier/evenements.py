"""What happens in a file, told to the floors above that wait for it: whoever does it, none of them knows another.

The one that knows calls `annoncer`, in the transaction of the change; those that wait have said so at start, with `ecouter`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum, auto

from accounts.models import Assure, Personne

Ecouteur = Callable[[Assure, Personne, datetime], None]


class Evenement(Enum):
    """What may be waited for."""

    CAISSE_CHANGEE = auto()
    CARTE_VITALE_COMMANDEE = auto()
    COMPLEMENTAIRE_CHANGEE = auto()
    DECLARATION_CHANGEE = auto()


_ecouteurs: dict[Evenement, list[Ecouteur]] = {evenement: [] for evenement in Evenement}


def ecouter(evenement: Evenement) -> Callable[[Ecouteur], Ecouteur]:
    """Have the function called, in the same transaction, with the file where it happened, the person and the date."""

    def inscrire(ecouteur: Ecouteur) -> Ecouteur:
        _ecouteurs[evenement].append(ecouteur)
        return ecouteur

    return inscrire


def annoncer(evenement: Evenement, assure: Assure, personne: Personne, *, le: datetime) -> None:
    """It has happened, for `personne`, from the file of `assure`."""
    for ecouteur in _ecouteurs[evenement]:
        ecouteur(assure, personne, le)
