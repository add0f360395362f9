"""The one way to hand back what somebody sent: a file to keep, that the browser neither guesses, runs nor remembers."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from ameli.noyau.televersement.modeles import FichierChiffre

BAC = "default-src 'none'; sandbox"


def servir(fichier: FichierChiffre) -> HttpResponse:
    """The bytes in clear, as a download. Raises FichierPerdu, DechiffrementImpossible."""
    reponse = HttpResponse(fichier.octets(), content_type=fichier.type_mime)
    reponse["Content-Disposition"] = content_disposition_header(True, fichier.nom)
    reponse["X-Content-Type-Options"] = "nosniff"
    reponse["Content-Security-Policy"] = BAC
    reponse["Cache-Control"] = "no-store"
    return reponse
