"""`/documents/releves/`: statements of a month or of a year. A short one is made at once, a long one by the worker."""

from __future__ import annotations

import re
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Assure
from accounts.securite.dossier import dossier_de
from ameli.noyau.formats import MOIS
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.plan import au_plan
from documents.commande import Echec, destinataire, remettre
from documents.editions.releve import composer
from paiements import releves

LONG = 60  # lines: about a second of layout; beyond, a page of somebody else would wait behind it


@au_plan("Mes relevés")
@never_cache
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """The months and the years that have a statement."""
    assure, jour = dossier_de(request), aujourdhui()
    mois = releves.mois_disponibles(assure, jour)
    return render(
        request, "documents/releves.html",
        {
            "annees": releves.annees_disponibles(mois, jour),
            "mois": [(f"{un:%Y-%m}", f"{MOIS[un.month - 1]} {un.year}") for un in mois],
        },
    )  # fmt: skip


@never_cache
@require_POST
def demander(request: HttpRequest, periode: str) -> HttpResponse:
    """Made at once, or ordered from the worker."""
    assure, mensuel = dossier_de(request), len(periode) > 4
    releve = releves.lire(assure, *_bornes(assure, periode))
    try:
        return remettre(
            request,
            composer(assure, releve, mensuel=mensuel, destinataire=destinataire(assure)),
            assure=assure,
            personnes=[groupe.personne.public_id for groupe in releve.groupes],
            longue=mensuel and releve.nombre > LONG,
        )
    except Echec as echec:
        messages.error(
            request,
            f"Le relevé n’a pas pu être préparé. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect("documents:releves")


def _bornes(assure: Assure, periode: str) -> tuple[date, date]:
    """The days of a period that has a statement. Raises Http404."""
    jour = aujourdhui()
    mois = releves.mois_disponibles(assure, jour)
    offerts = {f"{un:%Y-%m}" for un in mois} | {str(un) for un in releves.annees_disponibles(mois, jour)}
    if not re.fullmatch(r"\d{4}(-\d\d)?", periode) or periode not in offerts:
        raise Http404
    return releves.jours(periode)
