"""What allauth's flows ask of this site: how one gets in, what a sign-in leaves, which texts it must not say."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.connexion import passages
from accounts.models import Compte, Connexion
from accounts.securite import appareils, connexions, session
from ameli.noyau.horloge import temps_reel


class Adaptateur(DefaultAccountAdapter):
    """The hooks run in this order: pre_authenticate, pre_login, stages (second step), login, post_login."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Tries are counted by `accounts.securite.limites`, before this: by number, device and address at once."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by the ways in of `accounts.connexion`, never by allauth's form."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """A path of this site: `redirect` takes a bare word for the name of a view, and fails on any other."""
        return bool(url) and url.startswith("/") and super().is_safe_url(url)

    def pre_login(self, request: HttpRequest, user: Compte, **options: Any) -> HttpResponse | None:
        """The right password of a frozen or closed account: a screen that says what to do, and nothing else opens."""
        if user.gele_le is not None:
            connexions.noter(request, user, Connexion.Resultat.GELEE, voie=voie_de(request))
            return redirect("compte_gele")
        if not user.is_active:
            connexions.noter(request, user, Connexion.Resultat.FERMEE, voie=voie_de(request))
        return super().pre_login(request, user, **options)

    def get_login_stages(self) -> list[str]:
        """What stands between the right password and the session."""
        return [
            "accounts.connexion.cles.etape.Cle",
            "accounts.connexion.second_facteur.etape.CodeParCourriel",
        ]

    def respond_user_inactive(self, request: HttpRequest, user: Compte) -> HttpResponse:
        return redirect("compte_ferme")

    def login(self, request: HttpRequest, user: Compte) -> None:
        super().login(request, user)
        session.ouvrir(request.session, temps_reel())
        passages.preparer(request.session, user)

    def post_login(self, request: HttpRequest, user: Compte, **options: Any) -> HttpResponse:
        connexions.accueillir(request, user, voie=voie_de(request))
        reponse = super().post_login(request, user, **options)
        appareils.poser(request, reponse)
        return reponse

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own messages are not our words; each page says what happened."""


def voie_de(request: HttpRequest) -> str:
    """The way in of this request: the password, unless another one said its name in `request.voie_d_acces`."""
    return getattr(request, "voie_d_acces", "mot_de_passe")
