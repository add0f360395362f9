"""Who speaks: each notice of an organism is signed with the key that it and this site know (docs/exploitation/avis-des-organismes.md).

The signature is the HMAC-SHA256, in hexadecimal, of the number of the organism, the instant and the SHA-256 of the body, one a
line. Two keys of one organism may live at once, while they are changed.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings

from ameli.noyau.horloge import temps_reel

FENETRE = timedelta(seconds=300)  # of the wall clock
ORGANISME, INSTANT, SIGNATURE = "X-Organisme", "X-Instant", "X-Signature"


class AvisNonSigne(ValueError):
    """Not signed by an organism that this site knows, or too old. The text holds nothing of the notice."""


def signer(organisme: str, corps: bytes, le: datetime, cle: str) -> dict[str, str]:
    """The headers of a notice."""
    instant = le.isoformat()
    return {ORGANISME: organisme, INSTANT: instant, SIGNATURE: _signature(organisme, instant, corps, cle)}


def auteur(entetes: Mapping[str, str], corps: bytes) -> str:
    """The number of the organism that signed this body a moment ago. Raises AvisNonSigne."""
    organisme, instant = entetes.get(ORGANISME, ""), entetes.get(INSTANT, "")
    recue = entetes.get(SIGNATURE, "").encode()
    justes = [
        hmac.compare_digest(_signature(organisme, instant, corps, cle).encode(), recue) for cle in cles(organisme)
    ]
    if not any(justes):
        raise AvisNonSigne("signature")
    try:
        age = temps_reel() - datetime.fromisoformat(instant)
    except (ValueError, TypeError) as illisible:
        raise AvisNonSigne("instant") from illisible
    if abs(age) > FENETRE:
        raise AvisNonSigne("instant")
    return organisme


def cles(organisme: str) -> list[str]:
    """The keys of an organism, from `AMELI_ORGANISMES_CLES` (« number:key », comma-separated)."""
    paires = [morceau.strip().partition(":") for morceau in settings.ORGANISMES_CLES.split(",")]
    return [cle for numero, _, cle in paires if cle and numero == organisme]


def _signature(organisme: str, instant: str, corps: bytes, cle: str) -> str:
    texte = f"{organisme}\n{instant}\n{sha256(corps).hexdigest()}"
    return hmac.new(cle.encode(), texte.encode(), sha256).hexdigest()
