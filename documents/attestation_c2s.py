"""The attestation of Complémentaire santé solidaire, while it covers somebody of the file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.dossier import c2s_lue
from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.lecture_seule import peut_ecrire
from documents.commande import Echec, destinataire, remettre
from documents.editions.attestation_c2s import composer


@peut_ecrire("the attestation is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def attestation_c2s(request: HttpRequest, public_id: str) -> HttpResponse:
    """The PDF, made now or found again. 404 before its first day, once it is over, and while it is suspended."""
    assure = dossier_de(request)
    droit = c2s_lue.droit_qui_couvre(assure, public_id)
    if droit is None or not droit.ouvert(maintenant()):
        raise Http404
    papier = composer(assure, droit, edite_le=aujourdhui(), destinataire=destinataire(assure))
    try:
        return remettre(request, papier, assure=assure, personnes=list(papier.personnes))
    except Echec as echec:
        messages.error(
            request,
            f"L’attestation n’a pas pu être préparée. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect("informations:accueil")
