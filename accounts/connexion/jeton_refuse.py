"""A form whose token is out of date: most often a page left open while its owner signed in again elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.reprises import proprietaires
from accounts.reprises.garde import JETONS
from accounts.reprises.middleware import garder_pour_apres
from accounts.reprises.origine import page_d_origine
from ameli.noyau import pages_erreur


def jeton_refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW. Nothing is done with the form; the page that sent it shows it again, for who is there to send.

    What another site sent, or the page of another account of this browser, gets the refusal.
    """
    refus, page = pages_erreur.csrf_refuse(request, reason), page_d_origine(request)
    suite = garder_pour_apres(request, proprietaires.actuel(request), page) if _de_sa_page(request) else page
    return refus if suite == page else redirect(suite)


def _de_sa_page(request: HttpRequest) -> bool:
    envoye = any(nom not in JETONS for nom in request.POST)
    d_ici = urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    seul = not request.user.is_authenticated or proprietaires.seul_de_ce_navigateur(request)
    return envoye and d_ici and seul
