"""The trainer: who may start everything afresh, move the clock and break what is around. A class must not.

The secret (`AMELI_CLE_FORMATEUR`) comes by a link or is typed; a signed cookie remembers it until the evening, whoever signs in
to an account meanwhile. Without secret there is no trainer: the commands of a terminal do the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

# What only a trainer opens, by the name of the address or by how it begins.
RESERVEES = (
    "bac_a_sable:horloge", "bac_a_sable:avancer", "bac_a_sable:saut", "bac_a_sable:modes", "bac_a_sable:remettre",
    "admin:accounts_voie_",
)  # fmt: skip
TEMOIN = f"{settings.COOKIE_PREFIXE}formateur"
SEL = "bac_a_sable.formateur"
DUREE = timedelta(hours=12)


def est_le_secret(propose: str) -> bool:
    """Does `propose` open the trainer's desk?"""
    return bool(settings.CLE_FORMATEUR) and constant_time_compare(propose.strip(), settings.CLE_FORMATEUR)


def est_formateur(request: HttpRequest) -> bool:
    """Was the secret given on this browser, and is it still the same?"""
    try:
        marque = request.get_signed_cookie(TEMOIN, default="", salt=SEL, max_age=DUREE)
    except BadSignature:
        return False
    return bool(settings.CLE_FORMATEUR) and constant_time_compare(marque or "", _marque())


def reconnaitre(reponse: HttpResponse) -> HttpResponse:
    """`reponse` makes its browser the trainer's."""
    reponse.set_signed_cookie(
        TEMOIN, _marque(), salt=SEL, max_age=DUREE, httponly=True, secure=settings.EN_HTTPS, samesite="Lax"
    )
    return reponse


def refuser(request: HttpRequest) -> HttpResponse:
    """403, and whom to ask."""
    return render(request, "bac_a_sable/reserve.html", status=403)


class Reserve:
    """Keeps the addresses of `RESERVEES` for the trainer. Last of the middlewares."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, vue: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        trouve = request.resolver_match
        reservee = trouve is not None and trouve.view_name.startswith(RESERVEES)
        return refuser(request) if reservee and not est_formateur(request) else None


def _marque() -> str:
    """What the cookie holds: nothing of the secret, and another one when it changes."""
    return hashlib.sha256(settings.CLE_FORMATEUR.encode()).hexdigest()
