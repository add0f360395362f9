"""`/mes-informations/`."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.informations import dossier, parametres, parties
from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.plan import au_plan


@au_plan("Mes informations")
@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """What the caisse knows, and what can be changed online."""
    lu = dossier.lire(dossier_de(request))
    contexte = {
        "dossier": lu, "compte": request.user, "reglages": parametres.lire(request.user),
        "parties": parties.parties(lu, request.user, aujourdhui()),
    }  # fmt: skip
    return render(request, "informations/accueil.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def regler(request: HttpRequest) -> HttpResponse:
    """A switch of « Paramètres ». Its address alone leads to that part of the page."""
    if request.method == "POST":
        code, actif = request.POST.get("parametre", ""), request.POST.get("actif") == "oui"
        try:
            parametres.regler(request.user, code, actif=actif)
        except KeyError:
            raise Http404 from None
        messages.success(request, "Le service est activé." if actif else "Le service est arrêté.")
    return redirect(f"{reverse('informations:accueil')}#parametres")
