"""Response headers that neither Django nor django-csp sends: what a page may use, that nobody keeps a copy nor lists a practice page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

METHODES = ("GET", "HEAD", "POST", "OPTIONS")  # nothing here is done by another one; TRACE would echo cookies
OUTILS = ("camera", "microphone", "payment", "usb", "serial", "midi", "browsing-topics")


def permissions(*permis: str) -> str:
    """What a page lets its own scripts use: the place where one is, the tools named here, nothing else."""
    return ", ".join(["geolocation=(self)", *(f"{o}=({'self' if o in permis else ''})" for o in OUTILS)])


def permettre(reponse: HttpResponse, *outils: str) -> HttpResponse:
    """`reponse` is a page that offers these tools."""
    reponse.headers["Permissions-Policy"] = permissions(*outils)
    return reponse


class EntetesMiddleware:
    """Known methods only; Permissions-Policy and Cross-Origin-Resource-Policy everywhere; `no-store` on pages that did not choose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        permise = request.method in METHODES
        reponse = self.get_response(request) if permise else HttpResponseNotAllowed(METHODES)
        reponse.headers.setdefault("Permissions-Policy", permissions())
        reponse.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.BAC_A_SABLE:
            reponse.headers["X-Robots-Tag"] = "noindex, nofollow"
        if reponse.headers.get("Content-Type", "").startswith("text/html"):
            reponse.headers.setdefault("Cache-Control", "no-store")
        return reponse
