"""Every HTML response of the test client is read: no inline script, handler or style, no unrendered template code."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

NAVIGABLES = {"href", "src", "action", "formaction"}
# What a page at fault has, and few others: the whole is read when one of them is met.
SOUPCONS = re.compile(
    r"""<script\b(?![^>]*\s(?:src|nonce)="[^"]) | <style\b(?![^>]*\snonce="[^"]) | [\s"'/](?:on[a-z]*|style)\s*=
    | javascript: | \b(?:href|src|(?:form)?action)\s*=\s*["'][^"'>]*&\# | \{\{ | \{% | \}\} | %\}""",
    re.IGNORECASE | re.VERBOSE,
)
IDENTIFIANT = re.compile(r"""[\s"'/]id\s*=\s*["']?([^\s"'>]*)""", re.IGNORECASE)


class _Lecteur(HTMLParser):
    def __init__(self, nonce_attendu: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self.fautes: list[str] = []
        self.identifiants: set[str] = set()
        self.titres_1 = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        valeurs = dict(attrs)
        if tag == "script" and not valeurs.get("src") and not valeurs.get("nonce"):
            self.fautes.append("inline <script> without a nonce")
        if tag == "style" and not valeurs.get("nonce"):
            self.fautes.append("inline <style> without a nonce")
        if tag == "h1":
            self.titres_1 += 1
        for nom, valeur in attrs:
            if nom.startswith("on"):
                self.fautes.append(f"inline handler {nom} on <{tag}>")
            if nom == "style":
                self.fautes.append(f"inline style on <{tag}>")
            if nom in NAVIGABLES and (valeur or "").strip().lower().startswith("javascript:"):
                self.fautes.append(f"javascript: address on <{tag}>")
            if nom == "id":
                if valeur in self.identifiants:
                    self.fautes.append(f"id {valeur!r} twice")
                self.identifiants.add(valeur or "")

    def handle_data(self, data: str) -> None:
        for marque in ("{{", "{%", "}}", "%}"):
            if marque in data:
                self.fautes.append(f"unrendered template code {marque}")


def fautes(html: str) -> list[str]:
    """What is wrong in a page, in words; an empty list when nothing is."""
    identifiants = IDENTIFIANT.findall(html)
    if len(set(identifiants)) == len(identifiants) and not SOUPCONS.search(html):
        return []
    lecteur = _Lecteur()
    lecteur.feed(html)
    return lecteur.fautes


@pytest.fixture(autouse=True)
def chaque_page_est_relue(monkeypatch: pytest.MonkeyPatch) -> None:
    origine = Client.request

    def demander(self: Client, **requete):
        reponse = origine(self, **requete)
        if reponse.headers.get("Content-Type", "").startswith("text/html") and not reponse.streaming:
            trouvees = fautes(reponse.content.decode())
            assert not trouvees, f"{requete.get('PATH_INFO')}: {', '.join(trouvees)}"
        return reponse

    monkeypatch.setattr(Client, "request", demander)
