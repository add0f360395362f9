"""What the frame of each page knows of the session."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.connexion import delais
from accounts.securite import session
from ameli.noyau import formats
from ameli.noyau.horloge import decalage, temps_reel


def _heure(fin: datetime | None) -> str:
    """As the clock of the site shows it."""
    return formats.heure(fin + decalage()) if fin else ""


def delai(request: HttpRequest) -> dict[str, Any]:
    """Context processor: seconds left and where to ask for more, for the warning of PAGES.md. No query.

    For a visitor (`session_visiteur`) it is what they have begun that ends.
    """
    if not hasattr(request, "user"):
        return {"session_expire_dans": None, "session_url": ""}
    le, visiteur = temps_reel(), not request.user.is_authenticated
    fin = delais.fin(request) if visiteur else session.fin(request.session, le)
    return {
        "session_expire_dans": int((fin - le).total_seconds()) if fin else None,
        "session_url": reverse("session_prolonger") if fin else "",
        "session_visiteur": visiteur,
        "visiteur_jusqu_a": partial(_heure, fin),
    }
