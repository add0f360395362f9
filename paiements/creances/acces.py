"""Who pays a debt, and which notice: somebody else's is not found."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import Assure
from accounts.securite.dossier import dossier_de
from paiements.models import Avis


def assure_de(request: HttpRequest) -> Assure:
    if not settings.KIOSQUE["adresse"]:
        raise Http404
    return dossier_de(request)


def avis_de(assure: Assure, public_id: str) -> Avis:
    trouve = get_object_or_404(
        Avis.objects.de(assure).select_related("mouvement"), public_id=public_id, etat=Avis.Etat.A_PAYER
    )
    trouve.assure = assure
    return trouve
