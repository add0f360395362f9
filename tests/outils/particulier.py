"""A service of incomes of our own, over true HTTP: it answers what the test says, once each, then the last answer again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

BIEN = {
    "data": {
        "ressources": [
            {"organisme": "France Travail", "nature": "allocation_chomage", "annee": 2026, "mois": 9, "montant_net": "980.00"},
            {"organisme": "CAF des Landes", "nature": "prestations_familiales", "annee": 2026, "mois": 9, "montant_net": 150},
        ],
        "organismes_indisponibles": [],
    },
    "links": {},
    "meta": {},
}  # fmt: skip
ABSENT = [{"organisme": "France Travail", "mois": ["2026-09"]}]
PARTIEL = {**BIEN, "data": {"ressources": BIEN["data"]["ressources"][1:], "organismes_indisponibles": ABSENT}}  # type: ignore[index]


@dataclass
class Service:
    """`reponses`: (status, body as bytes or as JSON, headers). `recues`: (path, query, Authorization) of each request."""

    url: str = ""
    reponses: list[tuple[int, Any, dict[str, str]]] = field(default_factory=lambda: [(200, BIEN, {})])
    recues: list[tuple[str, dict[str, list[str]], str]] = field(default_factory=list)

    def repondra(self, statut: int, corps: Any = None, **entetes: str) -> None:
        """From now on, this."""
        lus = {nom.replace("_", "-"): valeur for nom, valeur in entetes.items()}
        self.reponses = [(statut, corps if corps is not None else {"errors": []}, lus)]


@contextmanager
def service() -> Iterator[Service]:
    """While it listens."""
    servi = Service()

    class Guichet(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            adresse = urlsplit(self.path)
            servi.recues.append((adresse.path, parse_qs(adresse.query), self.headers.get("Authorization", "")))
            statut, corps, entetes = servi.reponses.pop(0) if len(servi.reponses) > 1 else servi.reponses[0]
            octets = corps if isinstance(corps, bytes) else json.dumps(corps).encode()
            self.send_response(statut)
            for nom, valeur in {"Content-Length": str(len(octets)), **entetes}.items():
                self.send_header(nom, valeur)
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, *args: Any) -> None:
            """Nothing on stderr."""

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Guichet)
    fil = threading.Thread(target=serveur.serve_forever, args=(0.05,), daemon=True)
    fil.start()
    servi.url = f"http://127.0.0.1:{serveur.server_port}/v3/dss/ressources_mensuelles/identite"
    try:
        yield servi
    finally:
        serveur.shutdown()
        serveur.server_close()
        fil.join()
