"""What the frame of each page knows of the session."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.connexion import session
from ameli.noyau.horloge import temps_reel


def delai(request: HttpRequest) -> dict[str, Any]:
    """Context processor: seconds left and where to ask for more, for the warning of PAGES.md. No query."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {"session_expire_dans": None, "session_url": ""}
    le = temps_reel()
    return {
        "session_expire_dans": int((session.fin(request.session, le) - le).total_seconds()),
        "session_url": reverse("session_prolonger"),
    }
