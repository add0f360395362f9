"""Whose file a request is about, and who acts on it: the one place that decides. Everybody else reads what stands here.

`request.dossier` is the file (None for a visitor and for an agent), `request.user` the account that acts. They are one person,
unless somebody acts for another one (`request.pour_autrui`): then what is read and written is that file's, and its journal says
who did it. What belongs to the account itself (password, contacts, sessions) is closed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Assure

# Views of one's own account: nobody finds them in somebody else's file.
DU_COMPTE = (
    "accounts.informations.securite.", "accounts.informations.contacts.", "accounts.informations.mot_de_passe",
    "accounts.connexion.cles.",
)  # fmt: skip


def choisir(request: HttpRequest) -> Assure | None:
    """The file that this request is about: one's own. Without a query, which every page would pay for."""
    return request.user.assure


def dossier_de(request: HttpRequest) -> Assure:
    """The file that this page is about. Raises Http404: an agent's account has none."""
    dossier: Assure | None = request.dossier  # type: ignore[attr-defined]
    if dossier is None:
        raise Http404
    return dossier


def acteur_de(request: HttpRequest) -> str:
    """How the journal of that file names whoever acts on this page."""
    return request.user.acteur_pour(dossier_de(request).pk)


class QuelDossier:
    """Middleware, after SessionSure: the account of the session is known, and still good."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.dossier, request.pour_autrui = None, False
        if SESSION_KEY in request.session and request.user.is_authenticated:
            request.dossier = choisir(request)
            request.pour_autrui = request.dossier is not None and request.dossier.pk != request.user.assure_id
        return self.get_response(request)

    def process_view(self, request: Any, vue: Callable, args: object, kwargs: object) -> HttpResponse | None:
        if not request.pour_autrui or not vue.__module__.startswith(DU_COMPTE):
            return None
        return render(request, "connexion/pas_pour_autrui.html", status=403)
