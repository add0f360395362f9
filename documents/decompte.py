"""`/documents/decompte/<payment>/`: the PDF of one payment of the signed-in person."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.lecture_seule import peut_ecrire
from documents.commande import Echec, remettre
from documents.editions.decompte import composer
from paiements.detail import lire


@peut_ecrire("the décompte is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def decompte(request: HttpRequest, public_id: str) -> HttpResponse:
    """Made now or found again, then downloaded."""
    assure = dossier_de(request)
    detail = lire(assure, public_id)
    if detail is None:
        raise Http404
    try:
        papier = composer(assure, detail, instant=maintenant())
        return remettre(
            request, papier, assure=assure, personnes=[groupe.personne.public_id for groupe in detail.groupes]
        )
    except Echec as echec:
        messages.error(
            request,
            f"Le décompte n’a pas pu être préparé. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect("paiements:detail", public_id)
