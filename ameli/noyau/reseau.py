"""How this product talks to the outside: lines whose whole conversation has an end, and one HTTP request over them.

The time limit of a socket holds for each read: a partner that gives one byte a second is never late, and holds whoever waits
for it. A line from here has a deadline instead, that each read and each write brings nearer.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    _Socket = socket.socket
else:
    _Socket = object  # what is mixed in is a socket already

PAS = 30.0  # seconds: how often `pendant` is called while a line waits


class Injoignable(OSError):
    """Nobody answered at that address: refused, silent, or not who it should be (TLS)."""


class SansReponse(OSError):
    """Somebody was there and the answer did not come whole: too slow, cut, or not HTTP."""


class ReponseTropLongue(SansReponse):
    """The answer is longer than what is read of it."""


class _Mesuree(_Socket):
    """Mixed into a socket: `fin` is when its current conversation must be over, on the monotonic clock; `quota` what it may say."""

    fin: float
    quota: float = float("inf")
    pendant: Callable[[], None] | None = None

    def borner(
        self, secondes: float, *, octets: float = float("inf"), pendant: Callable[[], None] | None = None
    ) -> None:
        """From now on, `secondes` for all that is read and written, and `octets` read at most.

        `pendant` is called every 30 seconds of waiting.
        """
        self.fin, self.quota, self.pendant = time.monotonic() + secondes, octets, pendant

    def recv(self, *arguments: Any) -> bytes:
        lus = self._attendre(super().recv, *arguments)
        self._compter(len(lus))
        return lus

    def recv_into(self, *arguments: Any) -> int:
        lus = self._attendre(super().recv_into, *arguments)
        self._compter(lus)
        return lus

    def send(self, *arguments: Any) -> int:
        return self._attendre(super().send, *arguments)

    def sendall(self, octets: Any, *arguments: Any) -> None:
        reste = memoryview(octets)
        while reste:
            reste = reste[self.send(reste, *arguments) :]

    def _compter(self, octets: int) -> None:
        self.quota -= octets
        if self.quota < 0:
            raise OSError("the other side talks too much")

    def _attendre(self, geste: Callable[..., Any], *arguments: Any) -> Any:
        while True:
            reste = self.fin - time.monotonic()
            if reste <= 0:
                raise TimeoutError("the other side is too slow")
            self.settimeout(min(reste, PAS))
            try:
                return geste(*arguments)
            except TimeoutError:
                if self.pendant is not None:
                    self.pendant()


class Ligne(_Mesuree, socket.socket):
    """A socket with a deadline."""


class LigneTLS(_Mesuree, ssl.SSLSocket):
    """The same, encrypted."""

    fin = float("inf")  # until `chiffrer` says


def joindre(hote: str, port: int, secondes: float) -> Ligne:
    """A line to that address, and `secondes` for the connection and all that follows. Raises OSError."""
    fin = time.monotonic() + secondes
    ouverte = socket.create_connection((hote, port), timeout=secondes)
    return _mesurer(ouverte, fin)


def joindre_ici(chemin: str, secondes: float) -> Ligne:
    """The same to a unix socket."""
    fin = time.monotonic() + secondes
    ouverte = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        ouverte.settimeout(secondes)
        ouverte.connect(chemin)
    except OSError:
        ouverte.close()
        raise
    return _mesurer(ouverte, fin)


def _mesurer(ouverte: socket.socket, fin: float) -> Ligne:
    ligne = Ligne(fileno=ouverte.detach())
    ligne.borner(fin - time.monotonic())
    return ligne


def chiffrer(ligne: Ligne, hote: str, contexte: ssl.SSLContext | None = None) -> LigneTLS:
    """The line under TLS, the certificate of `hote` checked, with the same deadline. Raises OSError."""
    contexte = contexte or tls()
    contexte.sslsocket_class = LigneTLS
    ligne.settimeout(max(0.001, ligne.fin - time.monotonic()))  # the handshake as a whole
    try:
        chiffree = contexte.wrap_socket(ligne, server_hostname=hote)
    except OSError:
        ligne.close()
        raise
    assert isinstance(chiffree, LigneTLS)
    chiffree.fin, chiffree.quota, chiffree.pendant = ligne.fin, ligne.quota, ligne.pendant
    return chiffree


@cache
def tls() -> ssl.SSLContext:
    """The authorities of the machine, and those of AMELI_AUTORITES."""
    contexte = ssl.create_default_context()
    if settings.AUTORITES:
        contexte.load_verify_locations(settings.AUTORITES)
    return contexte


@dataclass(frozen=True)
class Reponse:
    """What came back, whole. `entetes` have the names that the other side wrote."""

    statut: int
    octets: bytes
    entetes: Mapping[str, str] = field(default_factory=dict)


def demander(
    url: str,
    *,
    methode: str = "GET",
    corps: bytes | None = None,
    entetes: Mapping[str, str] | None = None,
    secondes: float,
    octets_maximum: int,
) -> Reponse:
    """One HTTP request, over in `secondes` whatever the other side does. Raises Injoignable, SansReponse.

    No redirection is followed (the answer is handed back as it is), no proxy of the environment is used: these addresses
    are named in the configuration, and what is said there goes nowhere else.
    """
    adresse = urlsplit(url)
    chiffree = adresse.scheme == "https"
    hote, port = adresse.hostname or "", adresse.port or (443 if chiffree else 80)
    connexion = (http.client.HTTPSConnection if chiffree else http.client.HTTPConnection)(hote, port)
    try:
        try:
            ligne = joindre(hote, port, secondes)
            connexion.sock = chiffrer(ligne, hote) if chiffree else ligne
        except OSError as panne:
            raise Injoignable(type(panne).__name__) from panne
        chemin = f"{adresse.path or '/'}{'?' if adresse.query else ''}{adresse.query}"
        try:
            connexion.request(methode, chemin, corps, {**(entetes or {}), "Accept-Encoding": "identity"})
            with connexion.getresponse() as recue:
                octets = recue.read(octets_maximum + 1)
        except (OSError, http.client.HTTPException) as panne:
            raise SansReponse(type(panne).__name__) from panne
        if len(octets) > octets_maximum:
            raise ReponseTropLongue("answer too long")
        return Reponse(recue.status, octets, dict(recue.getheaders()))
    finally:
        connexion.close()
