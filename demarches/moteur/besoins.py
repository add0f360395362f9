"""Which room answers a need, so that no room, and nothing below, names another one."""

from __future__ import annotations

from demarches.moteur import registre
from demarches.moteur.declaration import Besoin, Teleservice


def teleservice(besoin: Besoin) -> Teleservice | None:
    """The one that answers it, if its room is in the catalogue."""
    return next((service for service in registre.tous() if besoin in service.repond_a), None)
