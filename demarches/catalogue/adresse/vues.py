"""Suggestions for the page's script. What is typed comes by POST: it must stand in no address and no log."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse, QueryDict
from django.views.decorators.http import require_POST

from accounts.securite import limites
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.saisie import code_postal
from ameli.noyau.saisie.signes import Illisible
from demarches.catalogue.adresse import geocodage


@require_POST
def suggestions(request: HttpRequest) -> JsonResponse:
    """`q`, or `lon` and `lat` → {"suggestions": [{"libelle", "jeton"}], "indisponible": bool}.

    `code_postal` → the same, whose suggestions are the communes, without `jeton`. 429 for whoever asks like a machine.
    """
    if not limites.prendre("suggestions", empreinte("suggestions", request.user.public_id)).permis:
        return JsonResponse({"suggestions": [], "indisponible": True}, status=429)
    try:
        trouvees = _communes(request.POST) if "code_postal" in request.POST else _adresses(request.POST)
    except geocodage.Indisponible:
        return JsonResponse({"suggestions": [], "indisponible": True})
    return JsonResponse({"suggestions": trouvees, "indisponible": False})


def _adresses(demande: QueryDict) -> list[dict[str, str]]:
    return [{"libelle": str(une), "jeton": une.jeton} for une in _chercher(demande)]


def _communes(demande: QueryDict) -> list[dict[str, str]]:
    try:
        code = code_postal.lire(str(demande["code_postal"]))
    except Illisible:
        return []
    return [{"libelle": nom} for nom in sorted(geocodage.communes(code))]


def _chercher(demande: QueryDict) -> list[geocodage.Proposition]:
    if "lon" not in demande:
        return geocodage.proposer(demande.get("q", ""))
    try:
        longitude, latitude = float(str(demande["lon"])), float(str(demande["lat"]))
    except (KeyError, ValueError):
        return []
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        return []
    return geocodage.autour(longitude, latitude)
