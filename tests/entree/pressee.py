"""The site, with less patience: what takes minutes there takes seconds here."""

from __future__ import annotations

import time

from ameli.entree import Entree, Limites
from ameli.wsgi import application as site


def ralenti(environ, start_response):
    """The site, and pages for tests: one that takes its time, a large one, one that says what it saw."""
    if environ["PATH_INFO"] == "/lente":
        time.sleep(1.5)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"finie"]
    if environ["PATH_INFO"] == "/grande":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"a" * 8_000_000]
    if environ["PATH_INFO"] == "/vu" and "ameli.corps_refuse" not in environ:
        start_response("200 OK", [("Content-Type", "text/plain")])
        vus = [environ.get(nom, "-") for nom in ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "CONTENT_LENGTH")]
        return [f"{len(environ['wsgi.input'].read())} {' '.join(vus)}".encode()]
    return site(environ, start_response)


application = Entree(ralenti, Limites(octets=1_000_000, allure=500, fenetre=2, duree=8))
