"""What a visitor has begun ends by itself after some minutes: until when, and « Continuer » (WCAG 2.2.1).

A first visit or a provisional code, an identity of FranceConnect that waits for its number, a code or a key to give, the
page of a link that gives a new password.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from allauth.account import app_settings
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.http import HttpRequest

from accounts.connexion.franceconnect.rattachement import DUREE, EnCours
from accounts.connexion.oubli import page
from accounts.connexion.premiere_visite import attente
from ameli.noyau.horloge import temps_reel


def fin(request: HttpRequest) -> datetime | None:
    """When the first of what this visitor has begun ends (wall clock); None when nothing is. No query but the session's."""
    identite, connexion = EnCours.de(request), request.session.get(LOGIN_SESSION_KEY)
    fins = [attente.fin(request), page.fin(request)]
    if identite is not None:
        fins.append(datetime.fromtimestamp(identite.fin, UTC))
    if isinstance(connexion, dict):
        debut = datetime.fromtimestamp(connexion["initiated_at"], UTC)
        fins.append(debut + timedelta(seconds=app_settings.LOGIN_TIMEOUT))
    return min((une for une in fins if une is not None and une > temps_reel()), default=None)


def prolonger(request: HttpRequest) -> None:
    """As long again, for what has not ended yet. A code sent keeps its own life: another one may be asked for."""
    if fin(request) is None:
        return
    attente.prolonger(request)
    page.prolonger(request)
    identite = EnCours.de(request)
    if identite is not None:
        replace(identite, fin=(temps_reel() + DUREE).timestamp()).garder(request)
    connexion = request.session.get(LOGIN_SESSION_KEY)
    if isinstance(connexion, dict):
        request.session[LOGIN_SESSION_KEY] = {**connexion, "initiated_at": temps_reel().timestamp()}
