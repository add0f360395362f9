"""« Confirmez que c'est vous »: what could hand the account to a thief asks the password again, ten minutes at most after it was given.

Signing in counts: who typed a password a minute ago is not asked twice. A form that was opened in time may be sent a
quarter of an hour later, so that nobody loses what they typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.connexion import voies
from accounts.connexion.franceconnect import client
from accounts.securite import limites, session, sessions
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import temps_reel
from ameli.noyau.saisie.champs import ChampMotDePasse
from ameli.noyau.saisie.mot_de_passe import essais

VALABLE = timedelta(minutes=10)
POUR_ENVOYER = timedelta(minutes=15)
FAUX = "Ce n’est pas votre mot de passe. Vérifiez, puis réessayez."

Vue = TypeVar("Vue", bound=Callable[..., Any])


def recente(vue: Vue) -> Vue:
    """Decorator of a view of somebody who is signed in: their last proof of identity is recent, or is asked for first."""

    @wraps(vue)
    def protegee(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        delai = VALABLE if request.method in ("GET", "HEAD") else VALABLE + POUR_ENVOYER
        if temps_reel() - session.prouvee_le(request.session) > delai:
            return redirect(f"{reverse('confirmer')}?{urlencode({'next': request.get_full_path()}, safe='/')}")
        return vue(request, *args, **kwargs)

    return protegee  # type: ignore[return-value]


class FormulaireConfirmation(forms.Form):
    """The password of who is signed in, three tries (chapter 3 § 6)."""

    mot_de_passe = ChampMotDePasse(
        label="Votre mot de passe", error_messages={"required": "Saisissez votre mot de passe."}
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request, self.epuise = request, False
        super().__init__(*args, **kwargs)

    def clean_mot_de_passe(self) -> str:
        juste, self.epuise = juger(self.request, self.cleaned_data["mot_de_passe"])
        if not juste:
            raise ValidationError(FAUX, code="faux")
        return ""


def juger(request: HttpRequest, mot_de_passe: str) -> tuple[bool, bool]:
    """Is it the password of who is signed in, and: is no try left? Counted before anything is hashed.

    Each session has its own tries: whoever found one open somewhere ends that one, and not those of its owner.
    """
    sujet = empreinte("session", request.session.session_key or "")
    prise = limites.prendre("confirmation", sujet)
    if prise.permis and any(map(request.user.check_password, essais(mot_de_passe))):
        limites.oublier("confirmation", sujet)
        return True, False
    return False, prise.jusqu_a is not None


@require_http_methods(["GET", "HEAD", "POST"])
def confirmer(request: HttpRequest) -> HttpResponse:
    """`/connexion/confirmer/`: the password, then back to the page that asked."""
    suite = _suite(request)
    formulaire = FormulaireConfirmation(request.POST or None, request=request)
    if request.method == "POST" and request.user.has_usable_password():
        if formulaire.is_valid():
            prouver(request, temps_reel())
            return redirect(suite)
        if formulaire.epuise:
            return deconnecter(request)
    ouvertes = voies.ouvertes()
    contexte = {
        "form": formulaire, "suite": suite, "par_mot_de_passe": request.user.has_usable_password(),
        "par_franceconnect": voies.FRANCECONNECT in ouvertes, "par_oubli": voies.MOT_DE_PASSE_OUBLIE in ouvertes,
    }  # fmt: skip
    return render(request, "connexion/confirmer.html", contexte)


@require_POST
def confirmer_par_franceconnect(request: HttpRequest) -> HttpResponse:
    """The account has no password: sign out, and in again through FranceConnect, to the same page."""
    suite = _suite(request)
    logout(request)
    try:
        return client.envoyer(request, suite)
    except client.Indisponible:
        return redirect("franceconnect_ecran", "indisponible")


def prouver(request: HttpRequest, le: datetime) -> None:
    """The person has just shown that they are themselves: a new key of the session; allauth's own pages are told too."""
    sessions.renouveler(request)
    session.prouver(request.session, le)
    record_authentication(request, request.user, method="password", reauthenticated=True)


def deconnecter(request: HttpRequest) -> HttpResponse:
    """Too many wrong passwords from a session that is open: it ends."""
    logout(request)
    return redirect(f"{reverse('connexion')}?confirmation=1")


def _suite(request: HttpRequest) -> str:
    suite = request.POST.get("next") or request.GET.get("next") or ""
    return suite if suite and get_adapter(request).is_safe_url(suite) else settings.LOGIN_REDIRECT_URL
