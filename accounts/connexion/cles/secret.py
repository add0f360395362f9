"""The secret of an application of codes while it is being set up: in the session, encrypted, and drawn as a square to scan."""

from __future__ import annotations

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpRequest

from accounts.models import Compte

CLE = "cles_secret"


def en_cours(request: HttpRequest) -> str:
    """The secret of this session, drawn once."""
    garde = request.session.get(CLE)
    if garde is None:
        garde = request.session[CLE] = get_adapter().encrypt(generate_totp_secret())
    return get_adapter().decrypt(garde)


def oublier(request: HttpRequest) -> None:
    request.session.pop(CLE, None)


def image(compte: Compte, secret: str) -> str:
    """A data: address of the square that telephones read."""
    adresse = get_adapter().build_totp_url(compte, secret)
    return segno.make(adresse, error="m").svg_data_uri(scale=5, border=3, light="#fff", dark="#10305F")


def par_quatre(secret: str) -> str:
    """The same, to be typed: groups of four."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
