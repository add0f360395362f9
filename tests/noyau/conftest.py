"""Outside worlds of our own: a mail server that speaks SMTP, a gateway that speaks HTTP, both obeying the test."""

from __future__ import annotations

import json
import logging
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller


@pytest.fixture
def gabarits(settings):
    """The templates of tests/noyau/gabarits are found, beside the product's."""
    moteur = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**moteur, "DIRS": [Path(__file__).parent / "gabarits", *moteur["DIRS"]]}]


@dataclass
class Poste:
    """What the mail server received, and what it is told to answer."""

    recus: list = field(default_factory=list)
    connexions: int = 0
    reponses: list[str] = field(default_factory=list)

    async def handle_HELO(self, server, session, envelope, hostname):
        return "250 ok"

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connexions += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server, session, envelope):
        reponse = self.reponses.pop(0) if self.reponses else "250 ok"
        if reponse.startswith("2"):
            self.recus.append(envelope.content.decode())
        return reponse


@pytest.fixture
def poste(settings):
    poste = Poste()
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the test server's own log shows the addresses it gets
    with socket.create_server(("127.0.0.1", 0)) as prise:
        port = prise.getsockname()[1]
    serveur = Controller(poste, hostname="127.0.0.1", port=port)
    serveur.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield poste
    serveur.stop()


@dataclass
class Passerelle:
    """What the HTTP gateway received (path, headers, body), and what it is told to answer: (status, bytes)."""

    url: str = ""
    recus: list[tuple[str, dict, dict]] = field(default_factory=list)
    reponses: list[tuple[int, bytes]] = field(default_factory=list)


@pytest.fixture
def passerelle(settings):
    passerelle = Passerelle()

    class Guichet(BaseHTTPRequestHandler):
        def do_POST(self):
            corps = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            passerelle.recus.append((self.path, dict(self.headers), corps))
            statut, octets = passerelle.reponses.pop(0) if passerelle.reponses else (200, b"{}")
            self.send_response(statut)
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, *args):
            """Nothing on stderr."""

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Guichet)
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    passerelle.url = f"http://127.0.0.1:{serveur.server_port}"
    settings.PARTENAIRES = {"banque": f"{passerelle.url}/banque"}
    settings.CONFIGURATION = {
        **{nom: settings.CONFIGURATION[nom] for nom in ("AMELI_CLES_CHIFFREMENT", "AMELI_CLE_EMPREINTE", "REDIS_URL")},
        "AMELI_SMS_URL": f"{passerelle.url}/sms",
        "AMELI_LETTRES_URL": f"{passerelle.url}/lettres",
    }
    yield passerelle
    serveur.shutdown()
    serveur.server_close()
    fil.join()
