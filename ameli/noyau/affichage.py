"""How pages are drawn for this browser: size of the text, contrast. A cookie of a year holds these choices and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = f"{settings.COOKIE_PREFIXE}affichage"
DUREE = 365 * 24 * 3600  # seconds
TAILLES = ("texte-grand", "texte-tres-grand")  # classes of the page, in static/css/socle.css, as is the next one
CONTRASTE = "contraste"
SEPARATEUR = "."


def lire(request: HttpRequest) -> list[str]:
    """The classes that this browser asks for; anything else that its cookie says counts for nothing."""
    dits = request.COOKIES.get(COOKIE, "").split(SEPARATEUR)
    taille = next((classe for classe in TAILLES if classe in dits), "")
    return [classe for classe in (taille, CONTRASTE if CONTRASTE in dits else "") if classe]


def retenir(reponse: HttpResponse, classes: Iterable[str]) -> None:
    """Have the browser ask for these from its next page on; it forgets its cookie when there are none."""
    if valeur := SEPARATEUR.join(classes):
        reponse.set_cookie(
            COOKIE, valeur, max_age=DUREE, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        reponse.delete_cookie(COOKIE, samesite="Lax")
