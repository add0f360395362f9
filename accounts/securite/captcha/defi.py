"""A challenge: six characters that only this site can read back, for one form, for some minutes, for one use.

The page carries it encrypted: nothing is written before somebody answers, so that a crowd of visitors fills no table. A
wrong answer spends it, a right one lives until its form is accepted: other mistakes never cost the person a new image.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil

from django.conf import settings
from django.db import transaction

from accounts.models import DefiUtilise
from ameli.noyau.chiffrement import DechiffrementImpossible, chiffrer_octets, dechiffrer_octets, empreinte
from ameli.noyau.horloge import temps_reel

# Neither I, L, O, 0, 1 (chapter 3 § 2), nor the pairs that an image or a voice confuses: B and 8, S and 5, Z and 2, G and C, Q and O.
ALPHABET = "ACDEFHJKMNPRTUVWXY34679"
LONGUEUR = 6
CONTEXTE = "accounts.captcha"


@dataclass(frozen=True)
class Defi:
    """What is asked: `texte` in capitals, `usage` (the form), `expire_le` (aware, wall clock), and its own text for the page."""

    jeton: str
    texte: str
    usage: str
    expire_le: datetime

    @property
    def reste(self) -> int:
        """Seconds of life left, the one that has begun included."""
        return max(0, ceil((self.expire_le - temps_reel()).total_seconds()))

    def repond(self, saisie: str) -> bool:
        """Case, spaces and hyphens do not count."""
        propre = "".join(c for c in saisie.upper() if c.isalnum())
        return secrets.compare_digest(propre.encode(), self.texte.encode())


def nouveau(usage: str) -> Defi:
    """Draw one for the form `usage`. Writes nothing."""
    texte = "".join(secrets.choice(ALPHABET) for _ in range(LONGUEUR))
    expire_le = (temps_reel() + settings.CAPTCHA_DUREE).replace(microsecond=0)
    clair = f"{texte}|{usage}|{expire_le.timestamp():.0f}|{secrets.token_hex(8)}"
    jeton = base64.urlsafe_b64encode(chiffrer_octets(clair.encode(), CONTEXTE)).decode().rstrip("=")
    return Defi(jeton, texte, usage, expire_le)


def lire(jeton: str) -> Defi | None:
    """The challenge behind `jeton`, or None when it is not ours or too old. No query: whether it was spent is asked at the answer."""
    try:
        octets = base64.urlsafe_b64decode(jeton + "=" * (-len(jeton) % 4))
        texte, usage, expire, _ = dechiffrer_octets(octets, CONTEXTE).decode().split("|")
    except (binascii.Error, ValueError, IndexError, DechiffrementImpossible):
        return None
    expire_le = datetime.fromtimestamp(int(expire), UTC)
    return Defi(jeton, texte, usage, expire_le) if expire_le > temps_reel() else None


def utilise(defi: Defi) -> bool:
    """Was it answered already? One query."""
    return DefiUtilise.objects.filter(empreinte=_hacher(defi)).exists()


def depenser(defi: Defi) -> bool:
    """Spend it; False for everybody but the first."""
    with transaction.atomic():
        _, premier = DefiUtilise.objects.get_or_create(empreinte=_hacher(defi), defaults={"expire_le": defi.expire_le})
    return premier


def purger() -> int:
    """Forget the spent ones that are too old to be shown again; how many."""
    return DefiUtilise.objects.filter(expire_le__lt=temps_reel()).delete()[0]


def _hacher(defi: Defi) -> str:
    return empreinte("captcha", defi.jeton)
