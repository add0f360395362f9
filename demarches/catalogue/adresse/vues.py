"""Suggestions for the page's script. What is typed comes by POST: it must stand in no address and no log."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from accounts.securite import limites
from ameli.noyau.chiffrement import empreinte
from demarches.catalogue.adresse import geocodage


@require_POST
def suggestions(request: HttpRequest) -> JsonResponse:
    """`q` → {"suggestions": [{"libelle", "jeton"}], "indisponible": bool}. 429 for whoever asks like a machine."""
    if request.user.assure is None:
        raise Http404
    if not limites.prendre("suggestions", empreinte("suggestions", request.user.public_id)).permis:
        return JsonResponse({"suggestions": [], "indisponible": True}, status=429)
    try:
        propositions = geocodage.proposer(request.POST.get("q", ""))
    except geocodage.Indisponible:
        return JsonResponse({"suggestions": [], "indisponible": True})
    trouvees = [{"libelle": str(une), "jeton": une.jeton} for une in propositions]
    return JsonResponse({"suggestions": trouvees, "indisponible": False})
