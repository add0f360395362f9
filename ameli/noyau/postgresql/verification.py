"""System check: does the server keep the limits that it was told? A pooler in between may have dropped them."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connection

from ameli.noyau.postgresql.patience import patience


@register(Tags.security, deploy=True)
def limites_entendues(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    demandees = list(patience().gardees_par_le_serveur())
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = '0'", [demandees])
            perdues = sorted(nom for (nom,) in curseur.fetchall())
    except DatabaseError:
        return []  # no database: readiness says so, with its own words
    if not perdues:
        return []
    return [
        Error(
            f"PostgreSQL keeps no {', '.join(perdues)}: see docs/decisions/0023-fin-des-attentes.md.", id="noyau.E020"
        )
    ]
