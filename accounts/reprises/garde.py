"""Keep for an hour, and find again for the same person on the same page."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict

from accounts.models import Reprise
from ameli.noyau.horloge import temps_reel
from ameli.noyau.saisie import interdits

DUREE = timedelta(hours=1)
VISITEURS_AU_PLUS = 2_000  # pages of people who are not signed in: a robot must not fill the disk
SAISIES_AU_PLUS = 3  # for one account, files included
OCTETS_AU_PLUS = 30_000_000  # of the files of one form
JETONS = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class Saisie:
    """The fields of a form as they were sent; files keep their names."""

    champs: dict[str, list[str]]
    fichiers: dict[str, list[UploadedFile]] = field(default_factory=dict)


def garder_la_page(request: HttpRequest, proprietaire: str, reponse: HttpResponse) -> Reprise | None:
    """Its HTML, its status, and what its view wrote in its headers (a page with a camera allows it there).

    None when it must not be kept: true numbers on a practice site, or too many visitors at once.
    """
    visiteur = not request.user.is_authenticated
    if _interdite(request.POST) or (visiteur and _trop_de_visiteurs()):
        return None
    contenu = {
        "html": reponse.content.decode(reponse.charset), "statut": reponse.status_code, "entetes": dict(reponse.headers),
    }  # fmt: skip
    return _garder(request, proprietaire, Reprise.Genre.PAGE, contenu, visiteur=visiteur)


def garder_la_saisie(request: HttpRequest, proprietaire: str) -> Reprise | None:
    """The fields and the files of a form that was sent without a session."""
    if _interdite(request.POST):
        return None
    champs = {nom: valeurs for nom, valeurs in request.POST.lists() if nom not in JETONS}
    envoyes = [(nom, fichier) for nom, plusieurs in request.FILES.lists() for fichier in plusieurs]
    if sum(fichier.size or 0 for _, fichier in envoyes) > OCTETS_AU_PLUS:
        envoyes = []
    fichiers = [
        [nom, fichier.name, fichier.content_type, base64.b64encode(fichier.read()).decode()] for nom, fichier in envoyes
    ]
    siennes = Reprise.objects.filter(proprietaire=proprietaire, genre=Reprise.Genre.SAISIE)
    anciennes = list(siennes.order_by("-id").values_list("pk", flat=True)[SAISIES_AU_PLUS - 1 :])
    Reprise.objects.filter(pk__in=anciennes).delete()
    return _garder(request, proprietaire, Reprise.Genre.SAISIE, {"champs": champs, "fichiers": fichiers})


def trouver(public_id: str, proprietaire: str, genre: str) -> Reprise | None:
    return Reprise.objects.filter(
        public_id=public_id, proprietaire=proprietaire, genre=genre, expire_le__gt=temps_reel()
    ).first()


def la_page(reprise: Reprise) -> HttpResponse:
    lu = json.loads(reprise.contenu)
    return HttpResponse(lu["html"], status=lu["statut"], headers=lu["entetes"])


def la_saisie(reprise: Reprise) -> Saisie:
    lu = json.loads(reprise.contenu)
    fichiers: dict[str, list[UploadedFile]] = {}
    for champ, nom, genre, octets in lu["fichiers"]:
        fichiers.setdefault(champ, []).append(SimpleUploadedFile(nom, base64.b64decode(octets), genre))
    return Saisie(lu["champs"], fichiers)


def purger() -> int:
    """Forget what was kept for an hour; how many."""
    return Reprise.objects.filter(expire_le__lte=temps_reel()).delete()[0]


def _garder(
    request: HttpRequest, proprietaire: str, genre: str, contenu: dict[str, Any], *, visiteur: bool = False
) -> Reprise:
    purger()
    return Reprise.objects.create(
        proprietaire=proprietaire, genre=genre, chemin=request.path[:300], contenu=json.dumps(contenu),
        visiteur=visiteur, expire_le=temps_reel() + DUREE,
    )  # fmt: skip


def _interdite(envoye: QueryDict) -> bool:
    return bool(interdits.refus_de_l_envoi(envoye.lists()))


def _trop_de_visiteurs() -> bool:
    rang = Reprise.objects.filter(visiteur=True, expire_le__gt=temps_reel()).order_by("id").values("pk")
    return rang[VISITEURS_AU_PLUS : VISITEURS_AU_PLUS + 1].exists()
