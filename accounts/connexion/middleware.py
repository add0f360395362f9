"""Sessions that end in time, sign-in that leads back to the same page, and the wall between insured people and agents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.connexion.passages import est_verifie
from accounts.reprises import proprietaires
from accounts.reprises.middleware import garder_pour_apres
from accounts.reprises.origine import page_d_origine
from accounts.securite import session
from ameli.noyau.horloge import temps_reel
from ameli.noyau.lecture_seule import ecriture_autorisee

PAGES_DE_CONNEXION = ("connexion", "account_login", "admin:login")


def sans_activite(vue: Callable) -> Callable:
    """A view that a page calls by itself: it keeps no session alive."""
    vue.sans_activite = True  # type: ignore[attr-defined]
    return vue


def pour_les_visiteurs(autre: Callable[[HttpRequest], HttpResponse]) -> Callable[[Callable], Callable]:
    """A view in whose place `autre` answers those who never signed in, instead of the page that asks for it.

    Whoever had a session that ended is still led to sign in: that page says why.
    """

    def marquer(vue: Callable) -> Callable:
        vue.pour_les_visiteurs = autre  # type: ignore[attr-defined]
        return vue

    return marquer


class Sessions(SessionMiddleware):
    """Django's, but that a request which comes with a session that is not there any more does not take the cookie away.

    What a page asked for before a sign-in may be answered after it: its session is gone, replaced by the new one, whose cookie
    it would take with it. Signing out takes the cookie away, as before; one that leads nowhere opens nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.session.is_empty() and not request.session.modified:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return super().process_response(request, response)


class SessionSure:
    """Ends a session that was left, marks the activity of the others. After Django's AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_expiree = False  # type: ignore[attr-defined]
        if SESSION_KEY in request.session:
            le = temps_reel()
            request.compte_termine = request.session[SESSION_KEY]  # type: ignore[attr-defined]
            if session.expiree(request.session, le):
                logout(request)
            if not request.user.is_authenticated:  # left too long, signed out elsewhere, frozen
                request.session_expiree = True  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Callable, view_args: Any, view_kwargs: Any) -> None:
        if SESSION_KEY in request.session and not getattr(view_func, "sans_activite", False):
            session.toucher(request.session, temps_reel())


class ConnexionRequise(LoginRequiredMiddleware):
    """Django's, and: who is signed in stays in their own part of the site."""

    def process_view(self, request: HttpRequest, view_func: Callable, view_args: Any, view_kwargs: Any) -> Any:
        trouve = request.resolver_match
        if _renonce(request):
            with ecriture_autorisee("a session that opened nothing yet ends"):
                logout(request)
        cote_agents = trouve is not None and "admin" in trouve.app_names
        if request.user.is_authenticated and getattr(view_func, "login_required", True):
            return self._separer(request, cote_agents, partout=getattr(view_func, "des_deux_cotes", False))
        if cote_agents:  # the agents' site asks for its own sign-in
            return self._guichet(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def _separer(self, request: HttpRequest, cote_agents: bool, *, partout: bool) -> HttpResponse | None:
        """An insured person finds nothing among the agents; an agent has no page of their own among the insured."""
        if partout:
            return None
        if cote_agents and request.user.assure_id is not None:
            raise Http404
        if not cote_agents and request.user.assure_id is None:
            if request.path == "/":
                return redirect("admin:index")
            raise Http404
        return None

    def _guichet(self, request: HttpRequest) -> HttpResponse | None:
        if request.method != "POST" or request.resolver_match.view_name in ("admin:login", "admin:logout"):
            return None
        return redirect(f"{reverse('admin:login')}?{urlencode({'next': revenir(request)}, safe='/')}")

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        """To the sign-in page, which leads back here. A POST leads back to the page that sent it, filled as it was."""
        publique = getattr(view_func, "pour_les_visiteurs", None)
        if publique is not None and not getattr(request, "session_expiree", False):
            return publique(request)
        parametres = {"next": request.get_full_path() if request.method == "GET" else revenir(request)}
        if getattr(request, "session_expiree", False):
            parametres["expiree"] = "1"
        return redirect(f"{reverse('connexion')}?{urlencode(parametres, safe='/')}")


def _renonce(request: HttpRequest) -> bool:
    """An agent who gave a password and no key comes back to a page of sign-in, or to the first page: they leave."""
    if request.method != "GET" or not request.user.is_authenticated or request.user.assure_id is not None:
        return False
    trouve = request.resolver_match
    quitte = request.path == "/" or (trouve is not None and trouve.view_name in PAGES_DE_CONNEXION)
    return quitte and not est_verifie(request)


def revenir(request: HttpRequest) -> str:
    """The page whose form was sent without a session; it will show what was typed to the person who had typed it."""
    return garder_pour_apres(request, proprietaires.d_une_session_terminee(request), page_d_origine(request))
