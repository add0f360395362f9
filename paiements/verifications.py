"""System checks: tables of tariffs and figures that cannot be believed stop `check`, and so the start of the site."""

from __future__ import annotations

from typing import Any

from django.core import checks

from paiements import baremes, prestations


@checks.register("paiements")
def tables(**_: Any) -> list[checks.CheckMessage]:
    """Each row of the tables makes sense, and says where and on which day it was read."""
    fautes: list[checks.CheckMessage] = []
    for lire, fichier in ((prestations.lire, "actes.csv"), (baremes.lire, "baremes.toml")):
        try:
            lire(prestations.DONNEES / fichier)
        except prestations.TableInvalide as faute:
            fautes.append(checks.Error(f"{fichier}: {faute}", id="paiements.E001"))
    return fautes
