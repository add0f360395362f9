"""`/documents/avis/<notice>/`: the letter of a notice of the signed-in person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.securite.dossier import dossier_de
from ameli.noyau.lecture_seule import peut_ecrire
from documents.commande import Echec, destinataire, remettre
from documents.editions.avis import composer
from paiements.models import Avis


@peut_ecrire("the letter is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def avis(request: HttpRequest, public_id: str) -> HttpResponse:
    """Made now or found again, then downloaded. 404 for one that its owner made from the balance: no letter was sent."""
    assure = dossier_de(request)
    emis = Avis.objects.de(assure).filter(spontane=False).select_related("mouvement")
    un = get_object_or_404(emis, public_id=public_id)
    try:
        papier = composer(assure, un, destinataire=destinataire(assure))
        return remettre(request, papier, assure=assure, personnes=[assure.personne.public_id])
    except Echec as echec:
        messages.error(
            request,
            f"Le courrier n’a pas pu être préparé. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect("paiements:creance_avis", public_id)
