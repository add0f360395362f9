"""How many messages wait to be read: asked only by a page that shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Assure, Message


def nombre_non_lus(assure: Assure) -> int:
    """Messages of the caisse that were not opened. One query, on the partial index of unread messages."""
    return Message.objects.de(assure).filter(lu_le=None, de=Message.De.CAISSE).count()


def non_lus(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `messages_non_lus`, counted at its first use and once a request."""
    dossier = getattr(request, "dossier", None)
    if dossier is None:
        return {"messages_non_lus": 0}
    if not hasattr(request, "_messages_non_lus"):
        request._messages_non_lus = SimpleLazyObject(lambda: nombre_non_lus(dossier))  # type: ignore[attr-defined]
    return {"messages_non_lus": request._messages_non_lus}  # type: ignore[attr-defined]
