"""The organisms that manage the C2S: those of the list that are not struck off (chapter 11)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from accounts.models import OrganismeComplementaire


def choix(le: date) -> list[tuple[str, str]]:
    """(public id, name) of each that may be chosen on that day, by name. One query."""
    ouverts = OrganismeComplementaire.objects.filter(solidaire=True, caisse=None)
    ouverts = ouverts.filter(Q(radie_le=None) | Q(radie_le__gt=le))
    return list(ouverts.order_by("nom", "id").values_list("public_id", "nom"))


def nom(public_id: str) -> str:
    """As people read it; the caisse when nothing was chosen."""
    if not public_id:
        return "votre caisse"
    trouve = OrganismeComplementaire.objects.filter(public_id=public_id).values_list("nom", flat=True).first()
    return trouve or "un organisme"
