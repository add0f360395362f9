"""`/mes-paiements/`: the list, one payment."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import Assure, Beneficiaire
from ameli.noyau.horloge import aujourdhui
from paiements import detail as lecture
from paiements.formulaires import FormulaireRecherche
from paiements.recherche import chercher

TITULAIRE = 1


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """Payments month by month, the latest first; the search is in the address."""
    assure = request.user.assure
    personnes = noms(assure)
    formulaire = FormulaireRecherche(request.GET, jour=aujourdhui(), personnes=personnes)
    filtres = formulaire.filtres()
    apres = request.GET.get("apres", "")
    page = chercher(assure, filtres, apres)
    return render(
        request,
        "paiements/liste.html",
        {
            "form": formulaire,
            "page": page,
            "noms": dict(personnes),
            "plusieurs": len(personnes) > 1,
            "plus_recents": _adresse(request.GET) if apres else "",
            "plus_anciens": _adresse(request.GET, page.suivante) if page.suivante else "",
        },
    )


@require_GET
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One payment of the signed-in person."""
    lu = lecture.lire(request.user.assure, public_id)
    if lu is None:
        raise Http404
    return render(request, "paiements/detail.html", {"detail": lu, "paiement": lu.paiement})


def noms(assure: Assure) -> list[tuple[int, str]]:
    """Rank and first name of the people of a file, the insured person first. One query, two without children."""
    beneficiaires = Beneficiaire.objects.de(assure).select_related("personne").order_by("rang")
    return [(TITULAIRE, assure.personne.prenom), *((un.rang, un.personne.prenom) for un in beneficiaires)]


def _adresse(recherche: QueryDict, apres: str = "") -> str:
    """The list with the same search, from the place `apres` on."""
    gardes = [(nom, valeur) for nom, valeurs in recherche.lists() for valeur in valeurs if nom != "apres" and valeur]
    requete = urlencode([*gardes, *([("apres", apres)] if apres else [])])
    return reverse("paiements:liste") + (f"?{requete}" if requete else "")
