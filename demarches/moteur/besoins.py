"""Which room answers a need, so that no room, and nothing below, names another one."""

from __future__ import annotations

from django.urls import reverse

from demarches.moteur import registre
from demarches.moteur.declaration import Besoin, Teleservice


def depart(besoin: Besoin) -> str:
    """Where it starts; empty when no room answers it."""
    service = teleservice(besoin)
    return reverse("demarches:depart", args=[service.code]) if service is not None else ""


def teleservice(besoin: Besoin) -> Teleservice | None:
    """The one that answers it, if its room is in the catalogue."""
    return next((service for service in registre.tous() if besoin in service.repond_a), None)
