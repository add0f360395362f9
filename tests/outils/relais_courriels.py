"""A mail relay that does as it is told: refuses, waits, hangs up, at the step that a test names."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# Steps: "accueil", "EHLO", "AUTH", "MAIL", "RCPT", "DATA" (before the message), "." (after it).
USUEL = {"accueil": "220 relais", "DATA": "354 go", "QUIT": "221 bye", "AUTH": "235 ok"}
COUPER = ""  # a reply that hangs up instead


@dataclass
class Relais:
    """`regles` answers for a step and the recipient of the mail; None is the usual answer. `recus` are whole messages."""

    regles: Callable[[str, str], str | None] = lambda etape, a: None
    recus: list[str] = field(default_factory=list)
    a: list[str] = field(default_factory=list)
    connexions: int = 0
    attente: float = 0.0  # seconds before the answer to a message
    annonces: str = "SIZE"

    def repondre(self, etape: str, a: str) -> str:
        dit = self.regles(etape, a)
        return USUEL.get(etape, "250 ok") if dit is None else dit


class _Guichet(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        relais: Relais = self.server.relais  # type: ignore[attr-defined]
        relais.connexions += 1
        a = ""
        if not self._dire(relais.repondre("accueil", a)):
            return
        while ligne := self.rfile.readline().decode().strip():
            verbe = ligne.split()[0].upper()
            if verbe == "EHLO":
                if not self._dire(relais.regles("EHLO", a) or f"250-relais\r\n250 {relais.annonces}"):
                    return
                continue
            if verbe == "RCPT":
                a = ligne.partition("<")[2].partition(">")[0]
            dit = relais.repondre(verbe, a)
            if not self._dire(dit) or verbe == "QUIT":
                return
            if verbe == "DATA" and dit.startswith("354") and not self._recevoir(relais, a):
                return

    def _recevoir(self, relais: Relais, a: str) -> bool:
        lignes = []
        while (ligne := self.rfile.readline()) != b".\r\n":
            if not ligne:
                return False
            lignes.append(ligne.decode())
        relais.recus.append("".join(lignes))
        relais.a.append(a)
        time.sleep(relais.attente)
        return self._dire(relais.repondre(".", a))

    def _dire(self, reponse: str) -> bool:
        if reponse == COUPER:
            return False
        try:
            self.wfile.write(f"{reponse}\r\n".encode())
        except OSError:
            return False
        return True


class _Serveur(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def relais_obeissant(settings) -> Iterator[Relais]:
    """The product sends its mails there for the time of the block."""
    relais = Relais()
    with _Serveur(("127.0.0.1", 0), _Guichet) as serveur:
        serveur.relais = relais  # type: ignore[attr-defined]
        threading.Thread(target=serveur.serve_forever, args=(0.05,), daemon=True).start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = serveur.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield relais
        serveur.shutdown()
