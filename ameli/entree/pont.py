"""From the server, which waits for nobody (ASGI), to Django, which takes a thread for each request (WSGI)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any

from asgiref.wsgi import WsgiToAsgiInstance

from ameli.entree.corps import CorpsCoupe, CorpsRefuse, Limites, Message, Receive, remplir
from ameli.entree.tampon import Reserve, Tampon
from ameli.noyau import retrait
from ameli.noyau.televersement.refus import REFUS

Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

FILS = 4  # requests that one process answers at once, each with its connection to the database


class Entree:
    """An ASGI application that gives `site` complete requests only, in threads that stay.

    A body that is refused still leads to the site, empty and marked with REFUS, which answers with a page of its own.
    """

    def __init__(self, site: Wsgi, limites: Limites, fils: int = FILS) -> None:
        self.site, self.limites = site, limites
        self.reserve = Reserve(limites.reserve)
        self.fils = ThreadPoolExecutor(fils, thread_name_prefix="page")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if not _porte(scope, b"content-length", b"transfer-encoding"):
            await self._servir(scope, BytesIO(), 0, send)
            return
        try:
            with Tampon(self.reserve) as tampon:
                await remplir(tampon, receive, self.limites)
                await self._servir(scope, tampon.relire(), tampon.taille, send)
        except CorpsRefuse as refus:
            await self._servir(scope, BytesIO(), 0, send, refus.statut)
        except CorpsCoupe:
            await _envoyer(send, HTTPStatus.BAD_REQUEST, [(b"connection", b"close")], b"")

    async def _servir(
        self, scope: Message, corps: IO[bytes], taille: int, send: Send, refus: HTTPStatus | None = None
    ) -> None:
        boucle = asyncio.get_running_loop()
        statut, entetes, octets = await boucle.run_in_executor(self.fils, self._demander, scope, corps, taille, refus)
        # The rest of a refused body may still be on its way; after a chunked one, RFC 9112 § 6.1 trusts the line no more; a
        # process that leaves keeps no line on which somebody would send the next form.
        if refus or _porte(scope, b"transfer-encoding") or retrait.demande():
            entetes.append((b"connection", b"close"))
        await _envoyer(send, statut, entetes, octets)

    def _demander(
        self, scope: Message, corps: IO[bytes], taille: int, refus: HTTPStatus | None
    ) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """What the site answers, whole: a slow reader holds no thread either."""
        environ = _environ(scope, corps, taille)
        if refus:
            environ[REFUS] = refus
        debut: list[Any] = []

        def start_response(statut: str, entetes: list[tuple[str, str]], exc_info: Any = None) -> None:
            debut[:] = int(statut[:3]), [(nom.lower().encode("latin-1"), v.encode("latin-1")) for nom, v in entetes]

        morceaux = self.site(environ, start_response)
        try:
            octets = b"".join(morceaux)
        finally:
            getattr(morceaux, "close", lambda: None)()
        return debut[0], debut[1], octets


def _porte(scope: Message, *noms: bytes) -> bool:
    return any(nom in noms for nom, _ in scope["headers"])


def _environ(scope: Message, corps: IO[bytes], taille: int) -> dict[str, Any]:
    """A header with an underscore is dropped: WSGI would take X_Forwarded_For for X-Forwarded-For."""
    entetes = [(nom, valeur) for nom, valeur in scope["headers"] if b"_" not in nom]
    pont = WsgiToAsgiInstance(None)
    pont.scope = {**scope, "headers": entetes}
    environ = pont.build_environ(pont.scope, corps)
    environ["CONTENT_LENGTH"] = str(taille)
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return environ


async def _envoyer(send: Send, statut: int, entetes: list[tuple[bytes, bytes]], octets: bytes) -> None:
    await send({"type": "http.response.start", "status": statut, "headers": entetes})
    await send({"type": "http.response.body", "body": octets})
