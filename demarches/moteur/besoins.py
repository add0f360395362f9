"""Which room answers a need, so that no room, and nothing below, names another one."""

from __future__ import annotations

from django.urls import reverse

from demarches.moteur import registre
from demarches.moteur.declaration import Besoin, Teleservice


def depart(besoin: Besoin, *, pour: str = "") -> str:
    """Where it starts; empty when no room answers it. `pour`: opaque id of the person whom its first question finds chosen."""
    service = teleservice(besoin)
    if service is None:
        return ""
    return reverse("demarches:depart", args=[service.code]) + (f"?pour={pour}" if pour else "")


def teleservice(besoin: Besoin) -> Teleservice | None:
    """The one that answers it, if its room is in the catalogue."""
    return next((service for service in registre.tous() if besoin in service.repond_a), None)
