"""A clamd for tests: it speaks INSTREAM and knows one signature."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """`adresse` for AMELI_CLAMD; `vus` holds what it was given; `reponse` makes it answer something else."""

    def __init__(self) -> None:
        self.vus: list[bytes] = []
        self.reponse: bytes | None = None
        self._ecoute = socket.create_server(("127.0.0.1", 0))
        self.adresse = f"tcp://127.0.0.1:{self._ecoute.getsockname()[1]}"
        threading.Thread(target=self._servir, daemon=True).start()

    def fermer(self) -> None:
        self._ecoute.close()

    def _servir(self) -> None:
        while True:
            try:
                ligne, _ = self._ecoute.accept()
            except OSError:
                return
            with ligne, ligne.makefile("rwb") as flux:
                assert flux.read(10) == b"zINSTREAM\0"
                octets = b""
                while taille := struct.unpack(">I", flux.read(4))[0]:
                    octets += flux.read(taille)
                self.vus.append(octets)
                trouve = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in octets else b"stream: OK\0"
                flux.write(trouve if self.reponse is None else self.reponse)


@contextmanager
def clamd() -> Iterator[Clamd]:
    serveur = Clamd()
    try:
        yield serveur
    finally:
        serveur.fermer()
