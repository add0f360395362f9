"""SMTP with the patience that RFC 5321 asks for (§ 4.5.3.2), and no more: each answer has its time and its length.

A relay that checks a message for minutes after its last byte is doing its work: who hangs up before its answer makes it
receive the same mail again. Hence `FinIncertaine`, which tells that end from all the others.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from ameli.noyau import reseau

BLOC = 16_384  # bytes
REPONSE_MAXIMUM = 65_536  # bytes of one answer, all its lines
BORNES = {"data": "data", "quit": "adieu"}  # command → its limit in settings.SMTP; the others have that of a command


class FinIncertaine(smtplib.SMTPServerDisconnected):
    """The message was handed over whole and nothing came back: nobody knows whether it will be delivered."""


class _Patient:
    """Mixed into smtplib's clients. `relais.pendant` is called while an answer is long to come."""

    sock: Any

    def __init__(self, *arguments: Any, relais: Relais, **options: Any) -> None:
        self._relais, self._remis = relais, False
        super().__init__(*arguments, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> reseau.Ligne:
        ligne = reseau.joindre(host, port, settings.SMTP["connexion"])
        self._borner("accueil", ligne)
        return ligne

    def starttls(self, *arguments: Any, **options: Any) -> Any:
        retour = super().starttls(*arguments, **options)  # type: ignore[misc]
        self._borner("commande")
        return retour

    def putcmd(self, cmd: str, args: str = "") -> None:
        self._borner(BORNES.get(cmd.lower(), "commande"))
        super().putcmd(cmd, args)  # type: ignore[misc]

    def getreply(self) -> tuple[int, bytes]:
        try:
            return super().getreply()  # type: ignore[misc]
        except smtplib.SMTPResponseException as bavard:  # smtplib's own « line too long », which no server said
            raise smtplib.SMTPServerDisconnected("the answer is not one") from bavard

    def send(self, s: Any) -> None:
        """Commands are text; bytes are the message, whose last ones end it."""
        if not isinstance(s, bytes):
            super().send(s)  # type: ignore[misc]
            return
        for debut in range(0, len(s), BLOC):
            self._borner("bloc")
            super().send(s[debut : debut + BLOC])  # type: ignore[misc]
        self._remis = True
        self._borner("fin")

    def data(self, msg: Any) -> tuple[int, bytes]:
        self._remis = False
        try:
            code, dit = super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPServerDisconnected as panne:
            if self._remis:
                raise FinIncertaine(type(panne).__name__) from panne
            raise
        if code < 200:
            raise FinIncertaine("the answer is not one")
        return code, dit

    def _borner(self, attente: str, ligne: Any = None) -> None:
        ligne = ligne or self.sock
        if ligne is not None:
            ligne.borner(settings.SMTP[attente], octets=REPONSE_MAXIMUM, pendant=self._relais.pendant)


class Client(_Patient, smtplib.SMTP):
    """In clear, or under TLS after STARTTLS."""


class ClientTLS(_Patient, smtplib.SMTP_SSL):
    """Under TLS from the first byte."""

    context: ssl.SSLContext

    def _get_socket(self, host: str, port: int, timeout: float) -> Any:
        return reseau.chiffrer(super()._get_socket(host, port, timeout), host, self.context)


class Relais(EmailBackend):
    """Django's SMTP back end, over these clients."""

    _partial_connection: smtplib.SMTP | None

    def __init__(self, *arguments: Any, pendant: Callable[[], None] = lambda: None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.pendant = pendant

    @property
    def connection_class(self) -> Any:
        return partial(ClientTLS if self.use_ssl else Client, relais=self)

    @property
    def ssl_context(self) -> ssl.SSLContext:
        contexte = reseau.tls()
        contexte.sslsocket_class = reseau.LigneTLS  # what STARTTLS makes of the line
        return contexte

    def abandonner(self) -> None:
        """Hang up on a conversation that failed before it began: nobody is there to say goodbye to."""
        ouverte, self._partial_connection = self._partial_connection, None
        if ouverte is not None:
            ouverte.close()
