"""« Mes mois », and the export of a year."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import maintenant
from demarches.catalogue.sans_gluten import mois


@never_cache
@require_safe
def mes_mois(request: HttpRequest) -> HttpResponse:
    """What is counted in each month, and what is left."""
    assure = dossier_de(request)
    return render(
        request, "sans_gluten/mois.html", {"mois": mois.lire(assure, maintenant()), "annees": mois.annees(assure)}
    )


@never_cache
@require_safe
def exporter(request: HttpRequest) -> HttpResponse:
    """`?annee=` as CSV, this year when it is none; its head alone for a year without any product."""
    demandee = request.GET.get("annee", "")
    annee = int(demandee) if re.fullmatch(r"20[0-9]{2}", demandee, re.ASCII) else maintenant().year
    reponse = HttpResponse("".join(mois.exporter(dossier_de(request), annee)), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="produits-{annee}.csv"'
    return reponse
