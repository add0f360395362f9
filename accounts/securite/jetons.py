"""Tokens of links sent by mail. Reading one (GET) changes nothing; spending it (POST) happens once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Compte, JetonSecurite
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import maintenant


def creer(compte: Compte, usage: str, liaison: str, duree: timedelta) -> str:
    """A new token (43 URL-safe characters, 256 bits) for `liaison`; only its fingerprint is kept.

    Several tokens of one usage may live together: each belongs to its own request.
    """
    jeton, le = secrets.token_urlsafe(32), maintenant()
    JetonSecurite.objects.create(
        compte=compte, usage=usage, liaison=liaison, empreinte=_hacher(usage, jeton), emis_le=le, expire_le=le + duree
    )
    return jeton


def lire(jeton: str, usage: str) -> JetonSecurite | None:
    """The live token, or None when unknown, spent, too old or of another usage. Writes nothing: safe on GET."""
    return _vivants(jeton, usage).select_related("compte__assure__personne").order_by("id").first()


def consommer(jeton: str, usage: str) -> JetonSecurite | None:
    """Spend the token: the first caller gets it, every later one gets None."""
    with transaction.atomic():
        ligne = _vivants(jeton, usage).select_for_update(no_key=True).order_by("id").first()
        if ligne is not None:
            ligne.utilise_le = maintenant()
            ligne.save(update_fields=["utilise_le"])
        return ligne


def prolonger(public_id: str, usage: str, duree: timedelta) -> datetime | None:
    """Let a live token last `duree` from now; its new end (domain clock), or None when it is dead."""
    le = maintenant()
    vivant = JetonSecurite.objects.filter(public_id=public_id, usage=usage, utilise_le=None, expire_le__gt=le)
    return le + duree if vivant.update(expire_le=le + duree) else None


def _vivants(jeton: str, usage: str):
    return JetonSecurite.objects.filter(
        empreinte=_hacher(usage, jeton), usage=usage, utilise_le=None, expire_le__gt=maintenant()
    )


def _hacher(usage: str, jeton: str) -> str:
    return empreinte(f"jeton:{usage}", jeton)
