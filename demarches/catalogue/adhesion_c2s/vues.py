"""The bulletin and the mandate as a PDF, for who prints them, and for who signed them online."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import AccordC2S, Assure
from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.lecture_seule import peut_ecrire
from demarches.catalogue.adhesion_c2s import papier
from documents.commande import Echec, remettre


@peut_ecrire("the paper is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def papiers(request: HttpRequest) -> HttpResponse:
    """Of the adhesion that waits, else of the last one. 404 when nothing was ever granted with a participation."""
    assure = dossier_de(request)
    accord = _accord(assure)
    if accord is None:
        raise Http404
    try:
        return remettre(
            request, papier.composer(accord, le=aujourdhui()), assure=assure, personnes=[assure.personne.public_id]
        )
    except Echec as echec:
        messages.error(
            request,
            f"Les papiers n’ont pas pu être préparés. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect("demarches:depart", "adhesion-c2s")


def _accord(assure: Assure) -> AccordC2S | None:
    siens = AccordC2S.objects.de(assure).filter(gratuite=False).exclude(etat=AccordC2S.Etat.CADUC)
    return siens.select_related("assure__caisse", "assure__personne", "organisme").order_by("-accorde_le").first()
