"""Long texts are drafts, of insured people and of agents: what is being typed into a form with a text area is kept for a week,
and stands there again.

The page sends it while one types (static/js/brouillon.js); sending the form for good, or « Effacer ce brouillon », forgets it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import Reprise
from accounts.reprises import proprietaires
from accounts.reprises.garde import JETONS
from ameli.noyau import formats
from ameli.noyau.horloge import temps_reel
from ameli.noyau.saisie import interdits

DUREE = timedelta(days=7)
SIGNES_AU_PLUS = 60_000
AU_PLUS = 10  # drafts of one account
PAGE, ENVOI = "brouillon_page", "brouillon_envoi"
ENVOYE = "brouillon"  # what a form with a text area sends for good (django/forms/widgets/textarea.html)


def des_deux_cotes(vue: Callable) -> Callable:
    """A view for insured people and for agents: it knows nothing but the account that calls it."""
    vue.des_deux_cotes = True  # type: ignore[attr-defined]
    return vue


@des_deux_cotes
@require_POST
def garder(request: HttpRequest) -> HttpResponse:
    """The fields of a form of the page `brouillon_page`, sent for good to `brouillon_envoi`. 204, kept or not."""
    page, envoi = request.POST.get(PAGE, ""), request.POST.get(ENVOI, "")
    if not (_d_ici(page) and _d_ici(envoi)):
        return HttpResponseBadRequest()
    champs = {nom: valeurs for nom, valeurs in request.POST.lists() if nom not in (*JETONS, PAGE, ENVOI)}
    contenu = json.dumps({"envoi": envoi, "champs": champs, "le": temps_reel().timestamp()})
    if len(contenu) <= SIGNES_AU_PLUS and not interdits.refus_de_l_envoi(champs.items()):
        _ecrire(proprietaires.actuel(request), page, contenu)
    return HttpResponse(status=204)


@des_deux_cotes
@require_POST
def effacer(request: HttpRequest) -> HttpResponse:
    """Forget the draft of the page `brouillon_page`, and show it empty."""
    page = request.POST.get(PAGE, "")
    if not _d_ici(page):
        return HttpResponseBadRequest()
    oublier(proprietaires.actuel(request), page)
    return redirect(page)


def trouver(proprietaire: str, page: str) -> Reprise | None:
    return (
        Reprise.objects.filter(proprietaire=proprietaire, genre=Reprise.Genre.BROUILLON, chemin=page[:300])
        .filter(expire_le__gt=temps_reel())
        .order_by("-id")
        .first()
    )


def oublier(proprietaire: str, *pages: str) -> None:
    """What these pages held was sent for good."""
    Reprise.objects.filter(
        proprietaire=proprietaire, genre=Reprise.Genre.BROUILLON, chemin__in=[page[:300] for page in pages]
    ).delete()


def lire(brouillon: Reprise) -> tuple[str, dict[str, list[str]]]:
    """Where its form is sent, and its fields."""
    lu = json.loads(brouillon.contenu)
    return lu["envoi"], lu["champs"]


def avis(request: HttpRequest, brouillon: Reprise) -> str:
    """What the page says above the form."""
    le = brouillon.expire_le - DUREE
    contexte = {"le": formats.quand(le), "page": brouillon.chemin, "champ": PAGE}
    return render_to_string("composants/brouillon.html", contexte, request=request)


def _ecrire(proprietaire: str, page: str, contenu: str) -> None:
    with transaction.atomic():
        oublier(proprietaire, page)
        siens = Reprise.objects.filter(proprietaire=proprietaire, genre=Reprise.Genre.BROUILLON).order_by("-id")
        Reprise.objects.filter(pk__in=list(siens.values_list("pk", flat=True)[AU_PLUS - 1 :])).delete()
        Reprise.objects.create(
            proprietaire=proprietaire, genre=Reprise.Genre.BROUILLON, chemin=page[:300], contenu=contenu,
            expire_le=temps_reel() + DUREE,
        )  # fmt: skip


def _d_ici(adresse: str) -> bool:
    return adresse.startswith("/") and url_has_allowed_host_and_scheme(adresse, None)
