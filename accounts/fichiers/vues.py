"""One file at a time: sent as soon as it is chosen, looked at again, taken back. Everything starts from the signed-in person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.fichiers.depot import Depot
from accounts.fichiers.formulaires import ligne
from accounts.models import FichierEnAttente
from accounts.securite.dossier import dossier_de
from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.televersement import FichierPerdu, FichierRefuse, servir
from ameli.noyau.televersement.champ import nommee


@never_cache
@require_POST
def deposer(request: HttpRequest) -> HttpResponse:
    """Keep one file: what its line of the list shows; 422 and a sentence when it is refused."""
    depot = Depot.nomme(dossier_de(request), request.POST.get("pour", ""))
    envoye = request.FILES.get("fichier")
    if depot is None or envoye is None:
        raise Http404
    try:
        fichier = depot.ajouter(envoye)
    except FichierRefuse as refus:
        return JsonResponse({"phrase": nommee(envoye.name or "", refus.phrase)}, status=422)
    return JsonResponse(ligne(fichier).en_json())


@never_cache
@require_safe
def voir(request: HttpRequest, public_id: str) -> HttpResponse:
    """What waits, for the one who sent it."""
    try:
        return servir(_mien(request, public_id))
    except (FichierPerdu, DechiffrementImpossible) as perte:
        raise Http404 from perte


@require_POST
def retirer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget it."""
    _mien(request, public_id).effacer()
    return HttpResponse(status=204)


def _mien(request: HttpRequest, public_id: str) -> FichierEnAttente:
    return get_object_or_404(FichierEnAttente.objects.de(dossier_de(request)), public_id=public_id)
