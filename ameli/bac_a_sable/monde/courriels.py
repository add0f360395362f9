"""A mail server that speaks SMTP and keeps what it receives."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session
from aiosmtpd.smtp import log as journal_du_protocole

from ameli.bac_a_sable import boite
from ameli.bac_a_sable.models import CourrierRecu, ModeSimulateur
from ameli.bac_a_sable.monde.base import LENTEUR, BaseAbsente, consommer_le_mode, en_base

Mode = ModeSimulateur.Mode
PLUS_TARD = "451 4.3.0 Try again later"

# The library writes every line of the conversation, addresses included: personal data has no place in logs.
journal_du_protocole.setLevel("WARNING")


class Facteur:
    """Handler of aiosmtpd: stores each mail once for each recipient."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        try:
            mode = await asyncio.to_thread(en_base, partial(consommer_le_mode, ModeSimulateur.Service.SMTP.value))
            if mode == Mode.LENT:
                await asyncio.sleep(LENTEUR)
            if mode == Mode.REFUSE:
                return PLUS_TARD
            for _ in range(2 if mode == Mode.DOUBLE else 1):
                await asyncio.to_thread(
                    en_base, partial(ranger, cast(bytes, envelope.content), list(envelope.rcpt_tos))
                )
        except BaseAbsente:
            return PLUS_TARD
        if mode == Mode.MEURT:
            server.transport.abort()
        return "250 2.0.0 Received"


def ranger(octets: bytes, destinataires: list[str]) -> None:
    """Keep a mail as received: one letter box entry a recipient, recognised by its Message-ID."""
    message = cast(EmailMessage, message_from_bytes(octets, policy=policy.default))
    identifiant = str(message.get("Message-ID", "")).strip()
    for adresse in destinataires:
        boite.recevoir(
            CourrierRecu.Canal.COURRIEL,
            f"{identifiant or hashlib.sha256(octets).hexdigest()}|{adresse.lower()}",
            a=adresse,
            de=str(message.get("From", "")),
            objet=str(message.get("Subject", "")),
            texte=_corps(message, "plain"),
            html=_corps(message, "html"),
            message_id=identifiant,
        )


def _corps(message: EmailMessage, genre: str) -> str:
    partie = message.get_body((genre,))
    return "" if partie is None else str(partie.get_content()).replace("\r\n", "\n")


class ServeurCourriels:
    """The SMTP server, on a loop of its own in a thread. `port` is the true one once started (0 asks for a free one)."""

    def __init__(self, hote: str = "127.0.0.1", port: int = 0) -> None:
        self.hote, self.port = hote, port
        self._boucle = asyncio.new_event_loop()
        self._fil = threading.Thread(target=self._boucle.run_forever, name="smtp", daemon=True)
        self._serveur: asyncio.Server | None = None

    def demarrer(self) -> None:
        """Raises OSError when the port is taken."""
        self._fil.start()
        try:
            self._serveur = asyncio.run_coroutine_threadsafe(self._ecouter(), self._boucle).result(10)
        except OSError:
            self.arreter()
            raise
        self.port = self._serveur.sockets[0].getsockname()[1]

    async def _ecouter(self) -> asyncio.Server:
        fabrique = partial(SMTP, Facteur(), hostname="monde-exterieur", enable_SMTPUTF8=True, loop=self._boucle)
        return await self._boucle.create_server(fabrique, self.hote, self.port)

    def arreter(self) -> None:
        asyncio.run_coroutine_threadsafe(self._fermer(), self._boucle).result(10)
        self._boucle.call_soon_threadsafe(self._boucle.stop)
        self._fil.join(10)
        self._boucle.close()

    async def _fermer(self) -> None:
        if self._serveur is not None:
            self._serveur.close()
        autres = [tache for tache in asyncio.all_tasks() if tache is not asyncio.current_task()]
        for tache in autres:
            tache.cancel()
        await asyncio.gather(*autres, return_exceptions=True)
