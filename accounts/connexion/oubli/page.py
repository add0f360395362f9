"""The page that a link opens does not end under somebody's hands: whoever opened it may have as long again.

The session of this browser remembers which link, and until when; the link itself never leaves the address and the form.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest

from accounts.connexion.oubli import demande
from accounts.models import JetonSecurite
from accounts.securite import jetons
from ameli.noyau.horloge import decalage

CLE = "oubli_lien"


def ouvrir(request: HttpRequest, lien: JetonSecurite) -> None:
    """This browser shows the page of a live link."""
    request.session[CLE] = [lien.public_id, lien.expire_le.timestamp()]


def fin(request: HttpRequest) -> datetime | None:
    """When that link ends (wall clock); None when none was opened here."""
    garde = request.session.get(CLE)
    return datetime.fromtimestamp(garde[1], UTC) - decalage() if garde else None


def prolonger(request: HttpRequest) -> None:
    """As long again, for a link that still works."""
    garde = request.session.get(CLE)
    expire_le = jetons.prolonger(garde[0], demande.USAGE, demande.VALABLE) if garde else None
    if garde and expire_le:
        request.session[CLE] = [garde[0], expire_le.timestamp()]


def oublier(request: HttpRequest) -> None:
    request.session.pop(CLE, None)
