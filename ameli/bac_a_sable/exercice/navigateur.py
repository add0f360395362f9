"""A browser without a screen: keeps cookies, follows redirections, fills forms by the names of their fields."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Self
from urllib.parse import urlencode, urljoin, urlsplit

ATTENTE = 30  # seconds for an answer
SANS_VALEUR = ("submit", "button", "file", "image", "reset")


class PasDeFormulaire(LookupError):
    """The page has no form with these fields."""


@dataclass
class Formulaire:
    """Where it goes, what it would send as it stands, the names that it knows, the text of its buttons."""

    vers: str
    methode: str
    valeurs: list[tuple[str, str]] = field(default_factory=list)
    noms: set[str] = field(default_factory=set)
    boutons: list[str] = field(default_factory=list)


@dataclass
class Page:
    """An answer: `chemin` is the path that was reached after redirections."""

    url: str
    statut: int
    html: str

    @property
    def chemin(self) -> str:
        return urlsplit(self.url).path

    @property
    def titre(self) -> str:
        trouve = re.search(r"<h1[^>]*>(.*?)</h1>", self.html, re.DOTALL)
        return _texte(trouve[1]) if trouve else ""

    @property
    def texte(self) -> str:
        return _texte(self.html.partition("<main")[2] or self.html)

    @property
    def formulaires(self) -> list[Formulaire]:
        lecteur = _Lecteur()
        lecteur.feed(self.html)
        return lecteur.formulaires

    def formulaire(self, *noms: str, bouton: str = "", vers: str = "") -> Formulaire:
        """The first form with these fields, this button, this address. Raises PasDeFormulaire."""
        for un in self.formulaires:
            va_la = not vers or urlsplit(urljoin(self.url, un.vers)).path == vers
            if set(noms) <= un.noms and va_la and (not bouton or any(bouton in dit for dit in un.boutons)):
                return un
        raise PasDeFormulaire(f"{self.url} ({self.titre}): {noms} {bouton}{vers}")

    def lien(self, morceau: str) -> str:
        """The first address of a link that holds `morceau`, empty when there is none."""
        trouve = re.search(rf'href="([^"]*{re.escape(morceau)}[^"]*)"', self.html)
        return unescape(trouve[1]) if trouve else ""


class Navigateur:
    """One device. `appareil` is what its browser says of itself."""

    def __init__(self, site: str, appareil: str) -> None:
        self.site, self.appareil = site.rstrip("/"), appareil
        self.pot = CookieJar()
        self._ouvreur = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.pot)
        )
        self.page = Page(self.site, 0, "")

    def aller(self, adresse: str) -> Page:
        """GET. `adresse` is a path of the site."""
        return self._demander(urljoin(self.site, adresse))

    def suivre(self, morceau: str) -> Page:
        """Follow the first link whose address holds `morceau`."""
        return self._demander(urljoin(self.page.url, self.page.lien(morceau)))

    def envoyer(self, valeurs: dict[str, str] | None = None, *, bouton: str = "", vers: str = "") -> Page:
        """Fill the form that has these fields and send it; what the page proposed elsewhere is kept."""
        donnees = valeurs or {}
        formulaire = self.page.formulaire(*donnees, bouton=bouton, vers=vers)
        gardees = [(nom, valeur) for nom, valeur in formulaire.valeurs if nom not in donnees]
        corps = urlencode([*gardees, *donnees.items()])
        url = urljoin(self.page.url, formulaire.vers or self.page.url)
        if formulaire.methode == "get":
            return self._demander(f"{url}?{corps}")
        return self._demander(url, corps.encode())

    def voler_la_session_de(self, autre: Self) -> None:
        """Copy the cookies of another browser."""
        for biscuit in autre.pot:
            self.pot.set_cookie(biscuit)

    def _demander(self, url: str, corps: bytes | None = None) -> Page:
        requete = urllib.request.Request(url, corps, {"User-Agent": self.appareil, "Accept-Language": "fr"})
        try:
            with self._ouvreur.open(requete, timeout=ATTENTE) as reponse:
                self.page = Page(reponse.url, reponse.status, reponse.read().decode(errors="replace"))
        except urllib.error.HTTPError as refus:
            with refus:
                self.page = Page(refus.url, refus.code, refus.read().decode(errors="replace"))
        return self.page


class _Lecteur(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.formulaires: list[Formulaire] = []
        self._courant: Formulaire | None = None
        self._liste, self._bouton = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {nom: valeur or "" for nom, valeur in attrs}
        if tag == "form":
            self._courant = Formulaire(a.get("action", ""), a.get("method", "get").lower())
            self.formulaires.append(self._courant)
        if self._courant is None:
            return
        nom = a.get("name", "")
        if tag == "button":
            self._bouton = True
            self._courant.boutons.append("")
        elif tag == "select":
            self._liste = nom
            self._courant.noms.add(nom)
        elif tag == "option" and "selected" in a and self._liste:
            self._courant.valeurs.append((self._liste, a.get("value", "")))
        elif tag in ("input", "textarea") and nom:
            self._champ(nom, a)

    def _champ(self, nom: str, a: dict[str, str]) -> None:
        assert self._courant is not None
        genre = a.get("type", "text")
        if genre in SANS_VALEUR:
            return
        self._courant.noms.add(nom)
        if genre not in ("radio", "checkbox") or "checked" in a:
            self._courant.valeurs.append((nom, a.get("value", "on" if genre == "checkbox" else "")))

    def handle_data(self, data: str) -> None:
        if self._bouton and self._courant is not None:
            self._courant.boutons[-1] += " ".join(data.split())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._courant = None
        elif tag == "select":
            self._liste = ""
        elif tag == "button":
            self._bouton = False


def _texte(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
