"""An alarm: practice personal data in a log line, a mail subject, a URL or a cache key fails the test.

The practice population makes this possible: its NIR lie in a commune that does not exist, its phones in the
range kept for fiction, its mails in one domain, so that a pattern finds each of them without a list.
"""

from __future__ import annotations

import logging
import re

import pytest
from django.core.cache.backends.base import BaseCache
from django.core.mail.message import EmailMessage
from django.test import Client

MOTIFS = {
    "NIR": re.compile(r"[1-478] ?\d{2} ?(?:\d{2}) ?(?:\d{2}|2[ABab]) ?999 ?\d{3}"),
    "IBAN": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){4,7}(?: ?[\dA-Z]{1,3})?\b"),
    "téléphone": re.compile(r"0[67] ?39 ?98 ?\d{2} ?\d{2}"),
    "adresse électronique": re.compile(r"[\w.+-]+@exemple\.fr"),
}
MUETS = ("django.db.backends", "faker", "asyncio", "factory", "weasyprint", "fontTools")


def trouver(texte: str) -> str | None:
    """The kind of personal data found in `texte`, or None."""
    for genre, motif in MOTIFS.items():
        if motif.search(texte):
            return genre
    return None


class _Alarme(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.fuites: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(MUETS):
            return
        genre = trouver(f"{record.getMessage()} {record.msg}")
        if genre:
            self.fuites.append(f"{genre} in a log line of {record.name}")

    def signaler(self, lieu: str, texte: str) -> None:
        genre = trouver(texte)
        if genre:
            self.fuites.append(f"{genre} in {lieu}")


@pytest.fixture(autouse=True)
def alarme_donnees_personnelles(monkeypatch: pytest.MonkeyPatch):
    alarme = _Alarme()
    racine = logging.getLogger()
    racine.addHandler(alarme)

    envoyer, cle, demander = EmailMessage.send, BaseCache.make_key, Client.request

    def envoyer_surveille(self: EmailMessage, *args, **kwargs):
        alarme.signaler("a mail subject", str(self.subject))
        return envoyer(self, *args, **kwargs)

    def cle_surveillee(self: BaseCache, key, version=None):
        alarme.signaler("a cache key", str(key))
        return cle(self, key, version)

    def demander_surveille(self: Client, **requete):
        alarme.signaler("a URL", f"{requete.get('PATH_INFO', '')}?{requete.get('QUERY_STRING', '')}")
        reponse = demander(self, **requete)
        alarme.signaler("a redirection", reponse.headers.get("Location", ""))
        return reponse

    monkeypatch.setattr(EmailMessage, "send", envoyer_surveille)
    monkeypatch.setattr(BaseCache, "make_key", cle_surveillee)
    monkeypatch.setattr(Client, "request", demander_surveille)
    yield alarme
    racine.removeHandler(alarme)
    fuites, alarme.fuites = alarme.fuites, []
    if fuites:
        pytest.fail("Personal data leaked: " + "; ".join(sorted(set(fuites))))
