"""The ways in and their switches: an operator closes one while it is attacked or broken, and opens it again, live.

One short query for each page that offers a way in: a switch kept in a cache would still be open when it matters.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Voie
from ameli.noyau.horloge import temps_reel
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.preparees import preparee

declarer_genre("voie.fermee", "{acteur} : voie d’accès fermée, {objet} ({motif})")
declarer_genre("voie.ouverte", "{acteur} : voie d’accès ouverte, {objet} ({motif})")

MOT_DE_PASSE, FRANCECONNECT = Voie.Code.MOT_DE_PASSE, Voie.Code.FRANCECONNECT
PREMIERE_VISITE, CODE_PROVISOIRE = Voie.Code.PREMIERE_VISITE, Voie.Code.CODE_PROVISOIRE
BORNE, MOT_DE_PASSE_OUBLIE = Voie.Code.BORNE, Voie.Code.MOT_DE_PASSE_OUBLIE


def ouvertes() -> frozenset[str]:
    """The ways in that are switched on and, for FranceConnect, configured. One query."""
    fermees = set(_fermees())
    if not settings.FRANCECONNECT["emetteur"]:
        fermees.add(FRANCECONNECT)
    return frozenset(set(Voie.Code.values) - fermees)


@preparee
def _fermees() -> QuerySet[Voie, str]:
    return Voie.objects.filter(ouverte=False).order_by("code").values_list("code", flat=True)


def ouverte(code: str) -> bool:
    """Is this way in open now? One query."""
    return code in ouvertes()


@transaction.atomic
def basculer(code: str, ouvrir: bool, *, acteur: str, motif: str) -> bool:
    """Open or close a way in; False when it was so already. Raises ValueError for an unknown way."""
    voie = Voie.Code(code)
    avant = Voie.objects.select_for_update().filter(code=voie).first()
    if (avant is None or avant.ouverte) == ouvrir:
        return False
    Voie.objects.update_or_create(
        code=voie, defaults={"ouverte": ouvrir, "motif": motif[:120], "change_le": temps_reel()}
    )
    journaliser("voie.ouverte" if ouvrir else "voie.fermee", acteur=acteur, objet=str(voie.label), motif=motif)
    return True
