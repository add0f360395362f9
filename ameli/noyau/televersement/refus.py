"""A request whose body was not taken: the entrance marks it, the site answers with a page that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from ameli.noyau import pages_erreur

REFUS = "ameli.corps_refuse"  # in the WSGI environ, where no header of a browser can put it: the status to answer with
PAGES = {
    HTTPStatus.REQUEST_TIMEOUT: pages_erreur.envoi_trop_lent,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: pages_erreur.envoi_trop_lourd,
    HTTPStatus.SERVICE_UNAVAILABLE: pages_erreur.trop_d_envois,
}


class CorpsRefuses:
    """Middleware, before any that reads the body or the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        statut = request.META.get(REFUS)
        return PAGES[statut](request) if statut else self.get_response(request)
