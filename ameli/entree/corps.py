"""Reading a body at the pace of its sender, as long as it advances."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from ameli.entree.tampon import ReservePleine, Tampon

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]


@dataclass(frozen=True)
class Limites:
    """What a sender may ask of us. Bytes, seconds.

    `allure` bytes must come in every `fenetre`: a bad mobile network brings thirty times as much and may cross a tunnel,
    a machine that sends a byte now and then is cut. `duree` is that of a session without activity: what takes longer
    would be refused at the end anyway.
    """

    octets: int
    reserve: int = 1_000_000_000  # all that waits in one process: a hundred people who send 10 MB each
    allure: int = 10_000
    fenetre: float = 30
    duree: float = 900


class CorpsRefuse(Exception):
    """The body was not taken: 408 too slow, 413 too large, 503 no room left. The sender is still there."""

    def __init__(self, statut: HTTPStatus) -> None:
        super().__init__(statut)
        self.statut = statut


class CorpsCoupe(Exception):
    """The sender left, or what they send is not HTTP any more."""


async def remplir(tampon: Tampon, receive: Receive, limites: Limites) -> None:
    """Read the whole body into `tampon`. Raises CorpsRefuse and CorpsCoupe."""
    try:
        async with asyncio.timeout(limites.fenetre) as delai:
            await _remplir(tampon, receive, limites, delai)
    except TimeoutError as lenteur:
        raise CorpsRefuse(HTTPStatus.REQUEST_TIMEOUT) from lenteur
    except (ReservePleine, OSError) as manque:
        raise CorpsRefuse(HTTPStatus.SERVICE_UNAVAILABLE) from manque


async def _remplir(tampon: Tampon, receive: Receive, limites: Limites, delai: asyncio.Timeout) -> None:
    """Each `allure` bytes push the end further. A body that is too large flows by without being kept, up to twice what
    is allowed: a browser that is still sending would not read the answer."""
    heure = asyncio.get_running_loop().time
    fin = heure() + limites.duree
    recus = palier = 0
    suite = True
    while suite:
        message = await receive()
        if message["type"] != "http.request":
            raise CorpsCoupe
        octets = message.get("body", b"")
        recus += len(octets)
        if recus <= limites.octets:
            tampon.ajouter(octets)
        if recus - palier >= limites.allure:
            palier = recus
            delai.reschedule(min(fin, heure() + limites.fenetre))
        suite = message.get("more_body", False) and recus <= 2 * limites.octets
    if recus > limites.octets:
        raise CorpsRefuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
