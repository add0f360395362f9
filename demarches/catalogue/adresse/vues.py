"""Suggestions for the page's script. What is typed comes by POST: it must stand in no address and no log."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse, QueryDict
from django.views.decorators.http import require_POST

from accounts.securite import limites
from ameli.noyau.chiffrement import empreinte
from demarches.catalogue.adresse import geocodage


@require_POST
def suggestions(request: HttpRequest) -> JsonResponse:
    """`q`, or `lon` and `lat` → {"suggestions": [{"libelle", "jeton"}], "indisponible": bool}.

    429 for whoever asks like a machine.
    """
    if request.user.assure is None:
        raise Http404
    if not limites.prendre("suggestions", empreinte("suggestions", request.user.public_id)).permis:
        return JsonResponse({"suggestions": [], "indisponible": True}, status=429)
    try:
        propositions = _chercher(request.POST)
    except geocodage.Indisponible:
        return JsonResponse({"suggestions": [], "indisponible": True})
    trouvees = [{"libelle": str(une), "jeton": une.jeton} for une in propositions]
    return JsonResponse({"suggestions": trouvees, "indisponible": False})


def _chercher(demande: QueryDict) -> list[geocodage.Proposition]:
    if "lon" not in demande:
        return geocodage.proposer(demande.get("q", ""))
    try:
        longitude, latitude = float(demande["lon"]), float(demande["lat"])
    except (KeyError, ValueError):
        return []
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        return []
    return geocodage.autour(longitude, latitude)
