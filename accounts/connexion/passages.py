"""Pages that come first: somebody who is signed in goes through them before any other page opens.

A passage is a function of the request that gives the name of the page to go to, or None when there is nothing to do; it
costs no query. The pages of the ways in themselves (`accounts.connexion`) stay open, so that each can be finished or left.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import Compte

PASSAGES = ("accounts.connexion.conditions.a_accepter", "accounts.connexion.adresse_courriel.vues.a_rappeler")
AGENT_VERIFIE = "agent_verifie"
OUVERTES = ("accounts.connexion.", "accounts.securite.captcha.", "ameli.")
FERMEES = ("accounts.connexion.cles.vues",)  # keys are added inside the account


_declares: list[Callable[[HttpRequest], str | None]] = []
_a_l_entree: list[Callable[[Any, Compte], None]] = []


def declarer(passage: Callable[[HttpRequest], str | None], a_l_entree: Callable[[Any, Compte], None]) -> None:
    """One more passage, after those of this floor. `a_l_entree(session, account)` is called once, when somebody has signed in:
    there, and there only, a query may be spent."""
    _declares.append(passage)
    _a_l_entree.append(a_l_entree)


def preparer(session: Any, compte: Compte) -> None:
    """Somebody has signed in: what stands before their first page is looked for."""
    for a_l_entree in _a_l_entree:
        a_l_entree(session, compte)


@cache
def _les_notres() -> tuple[Callable[[HttpRequest], str | None], ...]:
    return tuple(import_string(chemin) for chemin in PASSAGES)


def les_passages() -> tuple[Callable[[HttpRequest], str | None], ...]:
    return (*_les_notres(), *_declares)


class PassagesObliges:
    """Middleware, after ConnexionRequise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, vue: Callable, args: object, kwargs: object) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        if request.user.assure_id is None:
            return self._verifier_l_agent(request, partout=getattr(vue, "des_deux_cotes", False))
        ouverte = vue.__module__.startswith(OUVERTES) and not vue.__module__.startswith(FERMEES)
        if ouverte or not getattr(vue, "login_required", True):
            return None
        page = next((nom for nom in (un(request) for un in les_passages()) if nom), None)
        if page is None:
            return None
        suite = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
        return redirect(f"{reverse(page)}?{urlencode({'next': suite}, safe='/')}")

    def _verifier_l_agent(self, request: HttpRequest, *, partout: bool) -> HttpResponse | None:
        """An agent's session opens nothing of the agents' site, nor what both sides share, before a key was given."""
        trouve = request.resolver_match
        cote_agents = trouve is not None and "admin" in trouve.app_names and trouve.url_name not in ("login", "logout")
        hors_de_garde = not (cote_agents or partout)
        if hors_de_garde or est_verifie(request):
            return None
        return redirect("agents_verification")


def est_verifie(request: HttpRequest) -> bool:
    """Did the agent of this session give a key? (`accounts.connexion.cles.agents`)"""
    return bool(request.session.get(AGENT_VERIFIE))


def suite_du_passage(request: HttpRequest) -> str:
    """The page that was asked for, once the passage is done."""
    suite = request.POST.get("next") or request.GET.get("next") or ""
    return suite if suite and get_adapter(request).is_safe_url(suite) else settings.LOGIN_REDIRECT_URL
