"""« Mes participations »: the months of the Complémentaire santé solidaire that are paid, due or unpaid, for who asked for it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.dossier import c2s_lue
from accounts.securite.dossier import dossier_de
from ameli.noyau.masquage import masquer_iban
from ameli.noyau.plan import au_plan
from paiements import participations
from paiements.models import TermeC2S


@au_plan("Mes participations à la Complémentaire santé solidaire")
@never_cache
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Of the right that ends last. Without any, the page says so and where one asks for it."""
    assure = dossier_de(request)
    droit = c2s_lue.dernier_de(assure)
    termes = participations.lire(assure, droit) if droit is not None else []
    contexte = {
        "droit": droit, "termes": termes, "impayes": [un for un in termes if un.etat == TermeC2S.Etat.IMPAYE],
        "membres": c2s_lue.membres_de(droit.accord) if termes and droit is not None else [],
        "compte": masquer_iban(droit.accord.mandat.get("iban", "")) if droit is not None and droit.accord.mandat else "",
        "kiosque": bool(settings.KIOSQUE["adresse"]),
    }  # fmt: skip
    return render(request, "paiements/c2s/liste.html", contexte)
