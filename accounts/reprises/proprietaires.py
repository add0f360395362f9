"""Who may read what was kept: an account, or the browser of a visitor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token

from ameli.noyau.chiffrement import empreinte

# The account that this browser opened last, so that what it sends after a sign-out in another tab is known to be theirs.
# It ends with the browser; "plusieurs" when a second account was opened meanwhile: then nobody is supposed.
COOKIE = f"{settings.COOKIE_PREFIXE}compte"
SEL = "accounts.reprises"
PLUSIEURS = "plusieurs"


def du_compte(compte_id: Any) -> str:
    return empreinte("reprise", f"compte:{compte_id}")


def du_visiteur(request: HttpRequest) -> str:
    """The secret of the browser's forms. It changes at each sign-in: what a visitor left is closed to who comes after."""
    get_token(request)
    return empreinte("reprise", f"navigateur:{request.META['CSRF_COOKIE']}")


def actuel(request: HttpRequest) -> str:
    return du_compte(request.user.pk) if request.user.is_authenticated else du_visiteur(request)


def d_une_session_terminee(request: HttpRequest) -> str:
    """The account whose session has ended, by what is left of it; empty when nobody can be sure."""
    termine = getattr(request, "compte_termine", None) or request.session.get(SESSION_KEY)
    if termine:
        return du_compte(termine)
    lu = _lire(request)
    return "" if lu == PLUSIEURS else lu


def seul_de_ce_navigateur(request: HttpRequest) -> bool:
    """Did this browser open no other account since it was started?"""
    return _lire(request) in ("", du_compte(request.user.pk))


def retenir(request: HttpRequest, reponse: HttpResponseBase) -> None:
    """Write the account into its cookie, when it is not there yet."""
    lu, sien = _lire(request), du_compte(request.user.pk)
    if lu in (sien, PLUSIEURS):
        return
    reponse.set_signed_cookie(
        COOKIE, PLUSIEURS if lu else sien, salt=SEL, httponly=True, samesite="Lax", secure=settings.EN_HTTPS
    )


def _lire(request: HttpRequest) -> str:
    return request.get_signed_cookie(COOKIE, default="", salt=SEL) or ""
