"""Recognise a browser that already signed in: a signed cookie of a year, kept here as a fingerprint only."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from accounts.models import Appareil, Compte
from accounts.securite.navigateurs import resumer
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import temps_reel

COOKIE = f"{settings.COOKIE_PREFIXE}appareil"
SEL = "accounts.appareil"
DUREE = timedelta(days=365)


def lire_cookie(request: HttpRequest) -> str:
    """The token of this browser, or an empty string when there is none or when somebody changed it."""
    return request.get_signed_cookie(COOKIE, default="", salt=SEL, max_age=DUREE) or ""


def connu(
    request: HttpRequest, compte_id: int | None = None, *, nir_empreinte: str = "", matricule: str = ""
) -> Appareil | None:
    """The known device of this browser for an account: its id, the fingerprint of the NIR, or an agent's matricule.

    No cookie: no query.
    """
    jeton = lire_cookie(request)
    if not jeton:
        return None
    lignes = Appareil.objects.filter(empreinte=_hacher(jeton), oublie_le=None)
    if compte_id is not None:
        lignes = lignes.filter(compte_id=compte_id)
    elif matricule:
        lignes = lignes.filter(compte__identifiant=matricule, compte__is_staff=True, compte__assure=None)
    else:
        lignes = lignes.filter(compte__assure__personne__nir_empreinte=nir_empreinte)
    return lignes.order_by("id").first()


def reconnaitre(request: HttpRequest, compte: Compte) -> tuple[Appareil, bool]:
    """The device that signs in, made when it is new; True when it was known. `poser` gives its cookie to the answer.

    `request.appareil_de_passage` says that it is not the person's own: it is written down, and not remembered.
    """
    le, resume = temps_reel(), resumer(request.headers.get("User-Agent", ""))
    appareil = connu(request, compte.pk)
    if appareil is not None:
        appareil.vu_dernier, appareil.resume = le, resume
        appareil.save(update_fields=["vu_dernier", "resume"])
        return appareil, True
    if getattr(request, "appareil_de_passage", False):  # a library, a neighbour: seen once, known never
        jeton = secrets.token_urlsafe(32)
        return Appareil.objects.create(
            compte=compte, empreinte=_hacher(jeton), resume=resume, vu_premier=le, vu_dernier=le, oublie_le=le
        ), False
    jeton = lire_cookie(request) or secrets.token_urlsafe(32)
    request._appareil_a_poser = jeton  # type: ignore[attr-defined]
    # A device that was forgotten begins again as unknown, on the same row.
    appareil, _ = Appareil.objects.update_or_create(
        compte=compte,
        empreinte=_hacher(jeton),
        defaults={"resume": resume, "vu_premier": le, "vu_dernier": le, "oublie_le": None},
    )
    return appareil, False


def poser(request: HttpRequest, reponse: HttpResponseBase) -> None:
    """Give the browser its cookie, when `reconnaitre` made one."""
    jeton = getattr(request, "_appareil_a_poser", "")
    if jeton:
        reponse.set_signed_cookie(
            COOKIE, jeton, salt=SEL, max_age=DUREE, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )


def _hacher(jeton: str) -> str:
    return empreinte("appareil", jeton)
