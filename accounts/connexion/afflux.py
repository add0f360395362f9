"""When thousands try passwords at once from everywhere, hashing them would take every core from the people who read pages.

Each process checks so many passwords a second for devices that no account knows, and answers the others at once that it is
busy. A device that is known passes first: its owner never waits behind a thief. Nothing here depends on the number typed.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
            maintenant = time.monotonic()
            self.niveau = min(self.contenance, self.niveau + (maintenant - self.lu_a) * self.debit)
            self.lu_a = maintenant
            if self.niveau < 1:
                return False
            self.niveau -= 1
            return True


SEAU = Seau(**settings.HACHAGES)


def page(request: HttpRequest) -> HttpResponse:
    """« Beaucoup de monde en ce moment »: 503, to be tried again in a minute. It costs no query."""
    reponse = render(request, "connexion/afflux.html", status=503)
    reponse["Retry-After"] = "60"
    return reponse
