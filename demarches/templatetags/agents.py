"""What the agents' pages show."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def statut(demarche: Any) -> str:
    """Where it stands (demarches.moteur.statut)."""
    from demarches.moteur import statut as statuts  # the catalogue is not ready when tags are loaded

    return statuts.statut(demarche)


@register.simple_tag
def ma_journee(compte: Any) -> dict[str, Any] | None:
    """The day of an agent (demarches.admin.accueil); None for whoever is no agent."""
    from demarches.admin import accueil  # the admin is not ready when tags are loaded

    agent = getattr(compte, "agent", None)
    return accueil.journee(agent) if agent is not None else None
