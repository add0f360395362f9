"""The site behind its real server, in a hurry; people who speak to it byte by byte."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ameli.superviseur import web
from ameli.superviseur.environnement import RACINE
from tests.bench.site import servir

ENTETES = 2  # seconds, instead of those of the product


@pytest.fixture(scope="session")
def serveur() -> Iterator[int]:
    """The port of one server for all the tests of this folder. Its error pages name files that must be there."""
    subprocess.run([sys.executable, "-m", "ameli.superviseur.preparation", "statiques"], cwd=RACINE, check=True)
    with tempfile.TemporaryDirectory() as dossier, contextlib.ExitStack() as pile:
        with pytest.MonkeyPatch.context() as presse:
            presse.setattr(web, "ENTETES", ENTETES)
            port = pile.enter_context(servir(Path(dossier), "tests.entree.pressee:application"))
        yield port


class Ligne:
    """A connection, for whoever does not speak as browsers do."""

    def __init__(self, port: int, tls: bool = False) -> None:
        self.prise = socket.create_connection(("127.0.0.1", port), timeout=30)
        if tls:
            contexte = ssl.create_default_context()
            contexte.check_hostname, contexte.verify_mode = False, ssl.CERT_NONE
            self.prise = contexte.wrap_socket(self.prise, server_hostname="localhost")

    def dire(self, *octets: bytes, toutes_les: float = 0) -> Ligne:
        try:
            for morceau in octets:
                self.prise.sendall(morceau)
                time.sleep(toutes_les)
        except ConnectionError:
            self.prise.close()
            raise
        return self

    def annoncer(self, chemin: str, taille: int, *entetes: str) -> Ligne:
        """The headers of a POST of so many bytes."""
        lignes = [f"POST {chemin} HTTP/1.1", "Host: localhost", f"Content-Length: {taille}", *entetes]
        return self.dire("\r\n".join([*lignes, "", ""]).encode())

    def ecouter(self) -> Reponse:
        """All that comes until the other side closes."""
        recu = b""
        with contextlib.suppress(ConnectionError):
            while morceau := self.prise.recv(1 << 16):
                recu += morceau
        self.prise.close()
        return Reponse(recu)


@dataclass(frozen=True)
class Reponse:
    octets: bytes

    @property
    def statut(self) -> int:
        """Of the first answer; 0 when there is none."""
        lu = re.match(rb"HTTP/1\.1 (\d+)", self.octets)
        return int(lu[1]) if lu else 0

    @property
    def combien(self) -> int:
        return len(re.findall(rb"HTTP/1\.1 \d+", self.octets))

    @property
    def entetes(self) -> str:
        return self.octets.partition(b"\r\n\r\n")[0].decode().lower()

    @property
    def corps(self) -> str:
        return self.octets.partition(b"\r\n\r\n")[2].decode()
