"""What the agents' home shows of the queue."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count, Q

from ameli.noyau.horloge import maintenant
from demarches.models import Demarche

register = template.Library()


@register.simple_tag
def ma_journee(compte: Any) -> dict[str, int] | None:
    """Open démarches of the agent's caisse, counted in one query; None for whoever is no agent."""
    agent = getattr(compte, "agent", None)
    if agent is None:
        return None
    return (
        Demarche.objects.pour_agent(agent)
        .ouvertes()
        .aggregate(
            a_traiter=Count("pk"),
            en_retard=Count("pk", filter=Q(alerte_le__lt=maintenant())),
            a_controler=Count("pk", filter=~Q(alertes=[])),
            a_moi=Count("pk", filter=Q(prise_par=agent)),
        )
    )
