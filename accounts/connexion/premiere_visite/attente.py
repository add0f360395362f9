"""What the session holds between the screens: encrypted, for twenty minutes, and never more than the next screen needs.

The answers of the first screen, which prove nothing, are kept for an hour more, for whoever was interrupted.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest

from ameli.noyau.chiffrement import DechiffrementImpossible, chiffrer_octets, dechiffrer_octets
from ameli.noyau.horloge import temps_reel

CLE = "premiere_visite"
DUREE = timedelta(minutes=20)
GARDEES = timedelta(hours=1)


def garder(request: HttpRequest, **donnees: Any) -> None:
    """Replace what was kept. Under a new session key: nobody else can have prepared this one."""
    clair = json.dumps({**donnees, "fin": (temps_reel() + DUREE).timestamp()})
    request.session.cycle_key()
    request.session[CLE] = base64.b64encode(chiffrer_octets(clair.encode(), CLE)).decode()


def reprendre(request: HttpRequest) -> dict[str, Any]:
    """What was kept, or nothing when it waited too long."""
    garde = _lire(request)
    return garde if garde and temps_reel().timestamp() < garde["fin"] else {}


def fin(request: HttpRequest) -> datetime | None:
    """Until when it is kept; None when there is nothing."""
    garde = reprendre(request)
    return datetime.fromtimestamp(garde["fin"], UTC) if garde else None


def prolonger(request: HttpRequest) -> None:
    """Twenty minutes more for what is still kept."""
    garde = reprendre(request)
    if garde:
        garder(request, **garde)


def perdue(request: HttpRequest) -> str:
    """The step that waited too long; empty when nothing did."""
    return "" if reprendre(request) else _lire(request).get("etape", "")


def restes(request: HttpRequest) -> tuple[dict[str, str], datetime] | None:
    """What was typed on the first screen of a visit that waited too long, and until when it is kept (wall clock)."""
    garde = _lire(request) if perdue(request) else {}
    if not garde.get("saisie"):
        return None
    jusqu_a = datetime.fromtimestamp(garde["fin"], UTC) + GARDEES
    return (garde["saisie"], jusqu_a) if temps_reel() < jusqu_a else None


def oublier(request: HttpRequest) -> None:
    request.session.pop(CLE, None)


def _lire(request: HttpRequest) -> dict[str, Any]:
    garde = request.session.get(CLE)
    if not garde:
        return {}
    try:
        return json.loads(dechiffrer_octets(base64.b64decode(garde), CLE))
    except DechiffrementImpossible:
        return {}
