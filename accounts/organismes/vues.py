"""`POST /organismes/avis/`: complementary organisms open and end covers here."""

from __future__ import annotations

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.organismes import avis, signature
from ameli.noyau.horloge import maintenant

PLUS_LONG = 4096  # bytes
STATUTS = {"personne_inconnue": 422, "organisme_inconnu": 422, "avis_deja_utilise": 409}
journal_technique = structlog.get_logger()


@login_not_required
@csrf_exempt
@never_cache
@require_POST
def recevoir(request: HttpRequest) -> JsonResponse:
    """200 when it was followed, also for the hundredth time; who has not signed learns nothing."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > PLUS_LONG:
        return JsonResponse({"erreur": "trop_long"}, status=413)
    corps = request.body
    try:
        numero = signature.auteur(request.headers, corps)
    except signature.AvisNonSigne as faute:
        journal_technique.warning("avis_organisme_refuse", cause=str(faute))
        return JsonResponse({"erreur": "signature"}, status=401)
    try:
        return JsonResponse({"resultat": avis.recevoir(numero, corps, le=maintenant())})
    except avis.AvisRefuse as refus:
        journal_technique.warning("avis_organisme_refuse", cause=refus.code, organisme=numero)
        reponse = {"erreur": refus.code, **({"champ": refus.champ} if refus.champ else {})}
        return JsonResponse(reponse, status=STATUTS.get(refus.code, 400))
