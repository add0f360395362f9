"""`/mes-informations/`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.informations import dossier
from ameli.noyau.plan import au_plan


@au_plan("Mes informations")
@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """What the caisse knows, and what can be changed online."""
    return render(
        request, "informations/accueil.html", {"dossier": dossier.lire(request.user.assure), "compte": request.user}
    )
