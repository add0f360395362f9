"""When thousands try passwords at once from everywhere, hashing them would take every core from the people who read pages.

Each process checks so many passwords a second for devices that no account knows, and answers the others at once that it is
busy. A device that is known passes first: its owner never waits behind a thief. Nothing here depends on the number typed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from accounts.securite import appareils
from ameli.noyau.contexte import site

ADRESSE = "/connexion/"  # known before the addresses are
CORPS = 4096  # bytes of a form of sign-in, at most


@dataclass
class Seau:
    """A bucket of `contenance` hashes that fills by `debit` a second."""

    debit: float
    contenance: float
    niveau: float = field(init=False)
    lu_a: float = field(init=False)
    verrou: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.niveau, self.lu_a = self.contenance, time.monotonic()

    def prendre(self) -> bool:
        """May one more password be hashed now?"""
        with self.verrou:
            self._remplir()
            if self.niveau < 1:
                return False
            self.niveau -= 1
            return True

    def vide(self) -> bool:
        """Would `prendre` say no? Takes nothing."""
        with self.verrou:
            self._remplir()
            return self.niveau < 1

    def _remplir(self) -> None:
        maintenant = time.monotonic()
        self.niveau = min(self.contenance, self.niveau + (maintenant - self.lu_a) * self.debit)
        self.lu_a = maintenant


SEAU = Seau(**settings.HACHAGES)


class Porte:
    """Middleware, before sessions: in a storm, a try from a browser without a device's cookie is answered here and costs
    next to nothing. The cookie is only checked for its signature; `Essai.juger` looks whether the account knows it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        essai = request.method == "POST" and request.path == ADRESSE
        if essai and SEAU.vide() and not appareils.lire_cookie(request):
            taille = str(request.META.get("CONTENT_LENGTH") or 0)
            if taille.isdecimal() and int(taille) <= CORPS:
                request.read()  # what is left unread would cost a new connection at the next try
            return page()
        return self.get_response(request)


def page() -> HttpResponse:
    """« Beaucoup de monde en ce moment »: 503, to be tried again in a minute. It costs no query."""
    return HttpResponse(_dessin(), status=503, headers={"Retry-After": "60"})


@cache
def _dessin() -> str:
    """The same for everybody, drawn once in a process."""
    return render_to_string("connexion/afflux.html", site(HttpRequest()))
