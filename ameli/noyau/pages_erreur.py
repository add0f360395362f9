"""The error pages. They render without database: it may be the thing that fails."""

from __future__ import annotations

import sys
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token

from ameli.noyau import formats

journal = structlog.get_logger()
SECOURS = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Problème technique · compte ameli</title></head>'
    "<body><main><h1>Un problème est survenu de notre côté</h1>"
    "<p>Vous n’y êtes pour rien. Réessayez dans quelques minutes, ou appelez le 36 46.</p></main></body></html>"
)


def requete_invalide(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400"""
    return _page(400, request=request)


@requires_csrf_token
def acces_refuse(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403"""
    return _page(403, request=request)


@requires_csrf_token
def introuvable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404. The same words whether the object does not exist or belongs to somebody else."""
    return _page(404, request=request)


def panne(request: HttpRequest) -> HttpResponse:
    """handler500. A database that is away, full, or too long is not a fault of the page: it will answer in a moment."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return indisponible(request)
    return _page(500)


def indisponible(request: HttpRequest) -> HttpResponse:
    """503 for a moment: the same page again, or the same form sent again."""
    lecture = request.method in ("GET", "HEAD")
    reponse = _page(503, {"adresse": request.get_full_path() if lecture else ""}, gabarit="503_moment.html")
    reponse["Retry-After"] = "10"
    return reponse


def csrf_refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: most often a page that stayed open longer than the session."""
    journal.warning("csrf_refuse", raison=reason)
    return _page(403, request=request, gabarit="403_csrf.html")


def trop_d_essais(request: HttpRequest, jusqu_a: datetime | None = None) -> HttpResponse:
    """429: says until when, in Paris time, when it is known."""
    return _page(429, {"jusqu_a": f"à partir de {formats.heure(jusqu_a)}" if jusqu_a else ""}, request=request)


def envoi_trop_lent(request: HttpRequest) -> HttpResponse:
    """408: what was sent came so slowly that we stopped waiting; nothing of it was kept."""
    return _page(408, {"retour": _retour(request)})


def envoi_trop_lourd(request: HttpRequest) -> HttpResponse:
    """413: far more than a form takes; nothing of it was kept."""
    return _page(413, {"retour": _retour(request)})


def trop_d_envois(request: HttpRequest) -> HttpResponse:
    """503: so many files arrive at once that there is no room for one more."""
    reponse = _page(503, {"retour": _retour(request)}, gabarit="503_envois.html")
    reponse["Retry-After"] = "60"
    return reponse


def maintenance(request: HttpRequest, jusqu_a: datetime | None = None) -> HttpResponse:
    """503"""
    reponse = _page(503, {"jusqu_a": formats.quand(jusqu_a) if jusqu_a else ""})
    reponse["Retry-After"] = "300"
    return reponse


def _retour(request: HttpRequest) -> str:
    """The page of ours from which the request was sent; empty when it is unknown."""
    origine = urlsplit(request.headers.get("Referer", ""))
    ici = origine.netloc == request.headers.get("Host") and url_has_allowed_host_and_scheme(origine.path, None)
    return origine.path if ici else ""


def _page(
    statut: int, contexte: dict[str, str] | None = None, *, request: HttpRequest | None = None, gabarit: str = ""
) -> HttpResponse:
    """Tried with the request, so that tabs and sign-out stay; then without it; then in bare words."""
    nom = gabarit or f"{statut}.html"
    html = SECOURS
    for essai in (request, None) if request is not None else (None,):
        try:
            html = render_to_string(nom, contexte or {}, request=essai)
            break
        except Exception:  # noqa: BLE001  an error page must not fail in its turn
            journal.exception("page_erreur_en_panne", statut=statut)
    reponse = HttpResponse(html, status=statut)
    reponse["Cache-Control"] = "no-store"
    return reponse
