"""System checks of the kernel: keys that can be read, and a clock that tells the true time in production."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from ameli.noyau.chiffrement import empreinte, trousseau


@register(Tags.security)
def cles_lisibles(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    try:
        trousseau()
        empreinte("verification", "")
    except ImproperlyConfigured as faute:
        return [Error(str(faute), id="noyau.E001")]
    return []


@register(Tags.security, deploy=True)
def horloge_a_l_heure(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A production database must not carry the shifted clock of a sandbox."""
    from ameli.noyau.models import Decalage

    if settings.BAC_A_SABLE:
        return []
    try:
        decalee = Decalage.objects.exclude(secondes=0).exists()
    except DatabaseError:
        return []  # not migrated yet: readiness says so, with its own words
    if not decalee:
        return []
    return [Error("The domain clock of this database is shifted: it comes from a sandbox.", id="noyau.E002")]


@register(Tags.security, deploy=True)
def cles_de_cette_base(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A database restored beside other keys: nobody would be found, and everybody could be registered a second time."""
    from ameli.noyau.sauvegarde import cles

    try:
        return [Error(faute, id="noyau.E005") for faute in cles.fautes()]
    except (DatabaseError, ImproperlyConfigured):
        return []  # said by readiness, or by `cles_lisibles`
