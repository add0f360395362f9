"""`/documents/recu/<payment>/`: the receipt of a debt paid online by the signed-in person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.securite.dossier import dossier_de
from ameli.noyau.lecture_seule import peut_ecrire
from documents.commande import Echec, destinataire, remettre
from documents.editions.recu import composer
from paiements.models import PaiementEnLigne


@peut_ecrire("the receipt is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def recu(request: HttpRequest, public_id: str) -> HttpResponse:
    """Made now or found again, then downloaded. 404 for a payment that the kiosk has not accepted."""
    assure = dossier_de(request)
    payes = PaiementEnLigne.objects.de(assure).filter(ecriture__isnull=False).select_related("avis", "ecriture")
    paiement = get_object_or_404(payes, public_id=public_id)
    try:
        papier = composer(assure, paiement, destinataire=destinataire(assure))
        return remettre(request, papier, assure=assure, personnes=[assure.personne.public_id])
    except Echec as echec:
        messages.error(
            request, f"Le reçu n’a pas pu être préparé. Réessayez dans quelques minutes (référence {echec.reference})."
        )
        return redirect("paiements:creance_etat", public_id)
