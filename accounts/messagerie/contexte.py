"""How many messages wait to be read: asked only by a page that shows it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Assure, Message
from ameli.noyau.preparees import preparee


def nombre_non_lus(assure: Assure) -> int:
    """Messages of the caisse that were not opened. One query, on the partial index of unread messages."""
    return next(iter(_nombres(assure)), 0)


@preparee
def _nombres(assure: Assure) -> QuerySet[Message, int]:
    """One row, none when nothing waits."""
    attendent = Message.objects.de(assure).filter(lu_le=None, de=Message.De.CAISSE).order_by().values("de")
    return attendent.annotate(nombre=Count("pk")).values_list("nombre", flat=True)


def non_lus(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `messages_non_lus`, counted at its first use and once a request."""
    dossier = getattr(request, "dossier", None)
    if dossier is None:
        return {"messages_non_lus": 0}
    if not hasattr(request, "_messages_non_lus"):
        request._messages_non_lus = SimpleLazyObject(lambda: nombre_non_lus(dossier))  # type: ignore[attr-defined]
    return {"messages_non_lus": request._messages_non_lus}  # type: ignore[attr-defined]
