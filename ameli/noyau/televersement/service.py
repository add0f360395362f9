"""The one way to hand back what somebody sent: a file to keep, that the browser neither guesses, runs nor remembers."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from ameli.noyau.horloge import maintenant
from ameli.noyau.televersement.filigrane import d_identite, octets_marques
from ameli.noyau.televersement.modeles import FichierChiffre, FichierPerdu, FichierRecu

BAC = "default-src 'none'; sandbox"


def servir(fichier: FichierChiffre, octets: bytes | None = None) -> HttpResponse:
    """The bytes in clear (`octets` instead, when given), as a download. Raises FichierPerdu, DechiffrementImpossible.

    A file in quarantine is not there for anybody.
    """
    if isinstance(fichier, FichierRecu) and not fichier.consultable:
        raise FichierPerdu(f"{fichier._meta.label_lower} {fichier.public_id}")
    reponse = HttpResponse(fichier.octets() if octets is None else octets, content_type=fichier.type_mime)
    reponse["Content-Disposition"] = content_disposition_header(True, fichier.nom)
    reponse["X-Content-Type-Options"] = "nosniff"
    reponse["Content-Security-Policy"] = BAC
    reponse["Cross-Origin-Resource-Policy"] = "same-origin"
    reponse["Cache-Control"] = "no-store"
    return reponse


def servir_a_un_agent(fichier: FichierRecu, matricule: str, libelle: str = "") -> HttpResponse:
    """The same for an agent: an identity paper (`libelle` says what was asked for) has their `matricule` and the time across it."""
    if not d_identite(libelle, fichier.nom):
        return servir(fichier)
    return servir(fichier, octets_marques(fichier, matricule, maintenant()))
