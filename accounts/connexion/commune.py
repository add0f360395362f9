"""The pages that everybody meets first are the same for whoever comes with nothing: each is drawn once in the life of a process.

A visitor with a session, a question in the address or a choice of how pages look has a page of their own, drawn for them.
Only the token against forged forms is everybody's own; it is put in its place at each answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from ameli.noyau import horloge
from ameli.noyau.lecture_seule import METHODES_SURES

JETON = "jeton-de-chacun" * 4
MAXIMUM = 100
DESSINS: dict[tuple[object, ...], str] = {}


def dessiner(request: HttpRequest, gabarit: str, contexte: Mapping[str, Any], *cas: object) -> HttpResponse:
    """`render`, once for each of `cas`: all that the page depends on besides the site itself."""
    if not _les_mains_vides(request):
        return render(request, gabarit, dict(contexte))
    cle = (gabarit, settings.BAC_A_SABLE, *cas)
    dessin = DESSINS.get(cle)
    if dessin is None:
        dessin = render_to_string(gabarit, {**contexte, "csrf_token": JETON}, request)
        if len(DESSINS) < MAXIMUM:
            DESSINS[cle] = dessin
    return HttpResponse(dessin.replace(JETON, get_token(request)))


def _les_mains_vides(request: HttpRequest) -> bool:
    """No cookie but that of the token, nothing asked, and no practice date that this request knows and the frame would show."""
    return (
        request.method in METHODES_SURES
        and not request.GET
        and set(request.COOKIES) <= {settings.CSRF_COOKIE_NAME}
        and not horloge.deja_lu()
    )
