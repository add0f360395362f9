"""Every page that a browser keeps in its history can be asked for again, and what was sent without a session comes back.

- A page that answers to a form (its errors, most often) is kept, and the browser is led to it: its history holds addresses
  to read, never a form to send again.
- A form sent once its session has ended is kept for its account; after signing in the page shows it filled.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirectBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from accounts.models import Reprise
from accounts.reprises import brouillons, garde, proprietaires
from accounts.reprises.origine import page_d_origine
from accounts.reprises.remplissage import CHAMP, remplir
from accounts.reprises.sans_trace import est_sans_trace

PARAMETRE = "reprise"
RETROUVE = {
    "genre": "info",
    "titre": "Rien n’est encore parti",
    "texte": "Votre page était restée ouverte trop longtemps. Nous avons gardé ce que vous aviez écrit : vérifiez, "
    "puis envoyez de nouveau.",
    "statut": True,
}
JETON = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*(")')
LONG_TEXTE = b"data-brouillon="
NONCE = re.compile(r'( nonce=")[^"]*(")')
GARDES = frozenset({200, 400, 403, 409, 422})  # a lock and a breakdown end by themselves: their pages are not kept


class VoirLaPage(HttpResponseRedirectBase):
    """303: the answer to this form is read at that address."""

    status_code = 303


class Reprises:
    """Middleware, after those that say who is there and what they must do first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        identifiant = _retirer(request)
        request.reprise_demandee = identifiant  # type: ignore[attr-defined]
        reponse = self.get_response(request)
        if request.method == "POST":
            _envoyer_le_brouillon(request, reponse)
            return _mener_a_la_page(request, reponse) if _d_un_navigateur(request) else reponse
        if request.method == "GET" and reponse.status_code == 200 and _est_une_page(reponse):
            _remplir_la_page(request, reponse, identifiant)
        if request.user.is_authenticated and _est_une_page(reponse):
            proprietaires.retenir(request, reponse)
        return reponse

    def process_view(self, request: HttpRequest, vue: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        identifiant = request.reprise_demandee  # type: ignore[attr-defined]
        if request.method == "POST":
            _reprendre_les_fichiers(request)
            return None
        if not identifiant:
            return None
        reprise = garde.trouver(identifiant, proprietaires.actuel(request), Reprise.Genre.PAGE)
        return _montrer(request, reprise) if reprise is not None and reprise.chemin == request.path[:300] else None


def garder_pour_apres(request: HttpRequest, proprietaire: str, page: str) -> str:
    """The address `page`, that will show its form filled with what `request` sends; `page` itself when nothing is kept."""
    envoi = request.method == "POST" and _d_un_navigateur(request)  # a script keeps what it has
    envoi = envoi and not est_sans_trace(request)
    reprise = garde.garder_la_saisie(request, proprietaire) if envoi and proprietaire else None
    if reprise is None:
        return page
    return f"{page}{'&' if '?' in page else '?'}{urlencode({PARAMETRE: reprise.public_id})}"


def _retirer(request: HttpRequest) -> str:
    """What the address asks for; views and the links that they build do not see it."""
    if PARAMETRE not in request.GET:
        return ""
    reste = request.GET.copy()
    identifiant = reste.pop(PARAMETRE)[-1]
    reste._mutable = False
    request.GET, request.META["QUERY_STRING"] = reste, reste.urlencode()  # type: ignore[assignment]
    return str(identifiant)[:16]


def _d_un_navigateur(request: HttpRequest) -> bool:
    """A page that opens, by what browsers say of it; a script that asks for something waits for its own answer."""
    mode = request.headers.get("Sec-Fetch-Mode")
    return mode == "navigate" if mode else "text/html" in request.headers.get("Accept", "")


def _est_une_page(reponse: HttpResponseBase) -> bool:
    return isinstance(reponse, HttpResponse) and reponse.headers.get("Content-Type", "").startswith("text/html")


def _mener_a_la_page(request: HttpRequest, reponse: HttpResponseBase) -> HttpResponseBase:
    if not _est_une_page(reponse) or reponse.status_code not in GARDES or reponse.headers.get("Retry-After"):
        return reponse
    if est_sans_trace(request):
        return reponse
    assert isinstance(reponse, HttpResponse)
    reprise = garde.garder_la_page(request, proprietaires.actuel(request), reponse)
    if reprise is None:
        return reponse
    parametres = request.GET.copy()
    parametres[PARAMETRE] = reprise.public_id
    suite = VoirLaPage(f"{request.path}?{parametres.urlencode()}")
    suite.cookies = reponse.cookies
    return suite


def _montrer(request: HttpRequest, reprise: Reprise) -> HttpResponse:
    """The kept page, with the token and the nonce of today."""
    page = garde.la_page(reprise)
    html = JETON.sub(rf"\g<1>{get_token(request)}\g<2>", page.content.decode(page.charset))
    if NONCE.search(html):
        html = NONCE.sub(rf"\g<1>{request.csp_nonce}\g<2>", html)  # type: ignore[attr-defined]
    page.content = html
    return page


def _remplir_la_page(request: HttpRequest, reponse: HttpResponseBase, identifiant: str) -> None:
    """By what was sent without a session; or else by the draft of the page, when it has a place for a long text."""
    assert isinstance(reponse, HttpResponse)
    reprise, qui = None, proprietaires.actuel
    if identifiant:
        reprise = garde.trouver(identifiant, qui(request), Reprise.Genre.SAISIE)
    if reprise is not None:
        html = reponse.content.decode(reponse.charset)
        saisie = garde.la_saisie(reprise)
        noms = {champ: [str(fichier.name) for fichier in plusieurs] for champ, plusieurs in saisie.fichiers.items()}
        avis = render_to_string("composants/alerte.html", RETROUVE)
        reponse.content = remplir(html, request.path, reprise.chemin, saisie.champs, noms, avis, reprise.public_id)
    elif request.user.is_authenticated and LONG_TEXTE in reponse.content:
        brouillon = brouillons.trouver(qui(request), request.path)
        if brouillon is not None:
            html = reponse.content.decode(reponse.charset)
            envoi, champs = brouillons.lire(brouillon)
            reponse.content = remplir(html, request.path, envoi, champs, {}, brouillons.avis(request, brouillon))


def _envoyer_le_brouillon(request: HttpRequest, reponse: HttpResponseBase) -> None:
    """A form that was taken leaves no draft behind; those with a text area name it."""
    if reponse.status_code != 302 or not request.user.is_authenticated or brouillons.ENVOYE not in request.POST:
        return
    brouillons.oublier(proprietaires.actuel(request), urlsplit(page_d_origine(request)).path, request.path)


def _reprendre_les_fichiers(request: HttpRequest) -> None:
    """The kept files stand where the browser sent none."""
    identifiant = request.POST.get(CHAMP, "")
    if not identifiant:
        return
    reprise = garde.trouver(identifiant[:16], proprietaires.actuel(request), Reprise.Genre.SAISIE)
    if reprise is None or reprise.chemin != request.path[:300]:
        return
    for champ, fichiers in garde.la_saisie(reprise).fichiers.items():
        if not request.FILES.get(champ):
            request.FILES.setlist(champ, fichiers)
