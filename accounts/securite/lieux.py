"""Where a try comes from: a device that the account knows, or else the network behind which the browser is.

Whoever tries a number somewhere fills the count of that place. The owner, elsewhere or on a device of their own, has another.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from django.http import HttpRequest

from accounts.models import Appareil
from accounts.securite import appareils, connexions
from ameli.noyau.chiffrement import empreinte

ABONNE = 56  # the part of an IPv6 address that one subscriber is given: the rest is theirs to change at will
SIGNES = 32  # of a fingerprint: 128 bits


@dataclass(frozen=True)
class Lieu:
    """`reseau` is a fingerprint of the network address; `appareil` a device that the account in question knows."""

    reseau: str
    appareil: Appareil | None = None

    @property
    def cle(self) -> str:
        """What a count of this place is kept under."""
        return f"appareil-{self.appareil.pk}" if self.appareil else self.reseau

    def pour(self, numero: str) -> str:
        """The subject of a limit: the fingerprint `numero` of a number or an account, tried at this place."""
        return f"{partout(numero)}:{self.cle}"


def partout(numero: str) -> str:
    """The subject of a limit on `numero` wherever it is tried; `Lieu.pour` begins with it."""
    return numero[:SIGNES]


def reseau(request: HttpRequest) -> str:
    """The fingerprint of the browser's network address: whole in IPv4, the part of a subscriber in IPv6."""
    adresse = connexions.adresse_de(request)
    try:
        ip = ipaddress.ip_address(adresse)
    except ValueError:
        return empreinte("adresse", adresse)[:SIGNES]
    if ip.version == 6:
        adresse = str(ipaddress.ip_network(f"{ip}/{ABONNE}", strict=False))
    return empreinte("adresse", adresse)[:SIGNES]


def de(request: HttpRequest, **compte: object) -> Lieu:
    """The place of this request; `compte` names the account as `appareils.connu` takes it, and none means no device."""
    return Lieu(reseau(request), appareils.connu(request, **compte) if compte else None)  # type: ignore[arg-type]
