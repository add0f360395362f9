"""`/documents/decompte/<payment>/`: the PDF of one payment of the signed-in person."""

from __future__ import annotations

import structlog
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ameli.noyau.horloge import maintenant
from ameli.noyau.lecture_seule import peut_ecrire
from documents import moteur
from documents.editions.decompte import composer
from paiements.detail import lire

journal_technique = structlog.get_logger()


@peut_ecrire("the décompte is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def decompte(request: HttpRequest, public_id: str) -> HttpResponse:
    """Made now or found again, then downloaded."""
    assure = request.user.assure
    detail = lire(assure, public_id) if assure is not None else None
    if detail is None:
        raise Http404
    try:
        document = moteur.produire(
            composer(assure, detail, instant=maintenant()), assure=assure, acteur=request.user.acteur,
            personnes=[groupe.personne.public_id for groupe in detail.groupes],
        )  # fmt: skip
    except moteur.EchecRendu as echec:
        journal_technique.error("edition_en_echec", genre="decompte", cause=str(echec))
        messages.error(request, "Le décompte n’a pas pu être préparé. Réessayez dans quelques minutes.")
        return redirect("paiements:detail", public_id)
    return redirect(document.get_absolute_url())
