"""Pages around a session: sign-in, sign-out, stay signed in, the account that is frozen or closed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal import flows
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_POST

from accounts.connexion import delais, voies
from accounts.connexion.abandon import abandonner
from accounts.connexion.commune import dessiner
from accounts.connexion.franceconnect.vues import fin_de_session
from accounts.connexion.mot_de_passe import FormulaireConnexion
from accounts.reprises.middleware import PARAMETRE
from accounts.securite import alertes, session
from ameli.noyau.horloge import temps_reel
from ameli.noyau.plan import au_plan

FAIT_LE = "compte_arrete_le"


class Connexion(LoginView):
    """`/connexion/`: allauth's view with our form and our page."""

    template_name = "connexion/connexion.html"

    @cached_property
    def voies(self) -> frozenset[str]:
        return voies.ouvertes()

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        abandonner(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing typed is judged while this way in is closed: the page says so, with the other ways."""
        if voies.MOT_DE_PASSE not in self.voies:
            return render(request, self.template_name, self.get_context_data(form=self.vide()), status=503)
        return super().post(request, *args, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if "captcha" in context["form"].fields:  # each is another one
            return super().render_to_response(context, **kwargs)
        return dessiner(self.request, self.template_name, context, self.voies)

    def vide(self) -> FormulaireConnexion:
        return FormulaireConnexion(request=self.request)

    def get_success_url(self) -> str | None:
        """The page that was asked for, never a place of the agents."""
        suite = super().get_success_url()
        return settings.LOGIN_REDIRECT_URL if suite and suite.startswith(reverse("admin:index")) else suite

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        suite, expiree = self.get_next_url() or "", "expiree" in self.request.GET
        gardee = PARAMETRE in QueryDict(urlsplit(suite).query)
        return {
            "form": kwargs.get("form") or self.get_form(),
            "voies": self.voies,
            "suite": suite,
            "session_expiree": expiree,
            "saisie_gardee": gardee,
            "pourquoi": _pourquoi(expiree=expiree, gardee=gardee),
            "trop_de_codes": "code" in self.request.GET,
            "trop_de_mots_de_passe": "confirmation" in self.request.GET,
            **kwargs,
        }


def _pourquoi(*, expiree: bool, gardee: bool) -> dict[str, str]:
    """What the page says of the reason why one is there again."""
    return {
        "titre": "Vous avez été déconnecté par sécurité." if expiree else "Vous n’étiez plus connecté.",
        "texte": "Reconnectez-vous : vous reviendrez à la même page"
        + (", avec ce que vous aviez écrit. Rien n’est encore parti." if gardee else "."),
    }


connexion = au_plan("J’accède à mon compte ameli")(Connexion.as_view())


@login_not_required
def deconnexion(request: HttpRequest) -> HttpResponse:
    """Signing out is a POST; the address typed by hand leads home."""
    if request.method != "POST":
        return redirect(settings.LOGIN_REDIRECT_URL)
    etait_connecte, ailleurs = request.user.is_authenticated, fin_de_session(request)
    flows.logout.logout(request)
    if etait_connecte:
        messages.success(request, "Vous êtes déconnecté.")
    reponse = redirect(ailleurs or "connexion")
    # Not "cookies": the cookie of the known device outlives the session.
    reponse["Clear-Site-Data"] = '"cache", "storage"'
    return reponse


@require_POST
@login_not_required
def prolonger(request: HttpRequest) -> JsonResponse:
    """« Rester connecté »: the middleware has just counted this as activity; « Continuer » of a visitor. 401 when it is over."""
    le = temps_reel()
    if request.user.is_authenticated:
        fin = session.fin(request.session, le)
    else:
        delais.prolonger(request)
        fin = delais.fin(request)
    if fin is None:
        return JsonResponse({"expire_dans": 0}, status=401)
    return JsonResponse({"expire_dans": int((fin - le).total_seconds())})


@require_GET
@login_not_required
def compte_gele(request: HttpRequest) -> HttpResponse:
    return _arrete(request, "connexion/gele.html")


@require_GET
@login_not_required
def compte_ferme(request: HttpRequest) -> HttpResponse:
    return _arrete(request, "connexion/ferme.html")


def _arrete(request: HttpRequest, gabarit: str) -> HttpResponse:
    """To who has just done it themselves: it is done, and when. To others: why nothing opens."""
    le = request.session.get(FAIT_LE) if "fait" in request.GET else None
    if le is None:
        return render(request, gabarit, status=403)
    return render(request, gabarit, {"fait_le": alertes.en_toutes_lettres(datetime.fromtimestamp(le, UTC))})
