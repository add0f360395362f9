"""The image and the voice of the challenge that a page carries. Public; they say nothing of anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.securite.captcha import defi as defis
from accounts.securite.captcha.image import dessiner
from accounts.securite.captcha.son import dire
from accounts.securite.captcha.voix import Forme


@login_not_required
@require_GET
def image(request: HttpRequest, jeton: str) -> HttpResponse:
    """`/connexion/captcha/<jeton>.png`."""
    return _servir(dessiner(_lire(jeton).texte, jeton), "image/png")


@login_not_required
@require_GET
def son(request: HttpRequest, jeton: str, forme: str) -> HttpResponse:
    """`/connexion/captcha/<jeton>/<forme>.wav`: characters alone (`courte`), or slower and spelt (`epelee`).

    One drawing of each, however often it is asked for: a machine that lays four noises over each other reads through them.
    """
    if forme not in list(Forme):
        raise Http404("no such form")
    return _servir(dire(_lire(jeton).texte, Forme(forme), jeton), "audio/wav")


def _lire(jeton: str) -> defis.Defi:
    defi = defis.lire(jeton)
    if defi is None:
        raise Http404("unknown or old challenge")
    return defi


def _servir(octets: bytes, genre: str) -> HttpResponse:
    return HttpResponse(octets, content_type=genre, headers={"Cache-Control": "no-store"})
