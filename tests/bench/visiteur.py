"""A person with a cookie jar: signs in through the form, goes to a step, and hands out ready requests."""

from __future__ import annotations

import http.client
import re
from html.parser import HTMLParser
from urllib.parse import urlencode

from tests.bench.charge import Requete

JETON = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LIBRE = "Duprat"  # typed where nothing is proposed


class Champs(HTMLParser):
    """What a person would send who keeps what is proposed and takes the first choice elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.valeurs: dict[str, str] = {}
        self._liste = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        nom = a.get("name") or ""
        if tag == "select":
            self._liste = nom
        elif tag == "option" and self._liste and a.get("value"):
            if "selected" in a or not self.valeurs.get(self._liste):
                self.valeurs[self._liste] = a["value"] or ""
        elif tag == "input" and nom:
            self._champ(nom, a)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._liste = ""

    def _champ(self, nom: str, a: dict[str, str | None]) -> None:
        genre, valeur = a.get("type") or "text", a.get("value") or ""
        if genre in ("submit", "button", "file"):
            return
        if genre in ("radio", "checkbox"):
            if "checked" in a or nom not in self.valeurs:
                self.valeurs[nom] = valeur or "on"
        else:
            self.valeurs[nom] = valeur or ("" if genre == "hidden" else LIBRE)


class Visiteur:
    """Keeps cookies, follows redirections, reads forms."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.chemin = "/"
        self.page = ""
        self.entetes_recus = http.client.HTTPMessage()

    def _entetes(self) -> dict[str, str]:
        cookies = "; ".join(f"{nom}={valeur}" for nom, valeur in self.cookies.items())
        return {
            "Host": f"localhost:{self.port}",
            "Accept-Encoding": "gzip, br",
            **({"Cookie": cookies} if cookies else {}),
        }

    def demander(self, methode: str, chemin: str, donnees: dict[str, str] | None = None) -> int:
        connexion = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        entetes = self._entetes() | {"Accept-Encoding": "identity"}
        corps = urlencode(donnees).encode() if donnees is not None else None
        if corps is not None:
            entetes["Content-Type"] = "application/x-www-form-urlencoded"
        connexion.request(methode, chemin, corps, entetes)
        reponse = connexion.getresponse()
        self.page = reponse.read().decode(errors="replace")
        self.entetes_recus = reponse.headers
        for biscuit in reponse.headers.get_all("Set-Cookie") or []:
            nom, _, valeur = biscuit.partition(";")[0].partition("=")
            self.cookies[nom] = valeur
        vers = reponse.headers.get("Location")
        connexion.close()
        self.chemin = chemin
        if reponse.status in (301, 302, 303) and vers:
            return self.demander("GET", vers.split(f"localhost:{self.port}")[-1])
        return reponse.status

    def jeton(self) -> str:
        trouve = JETON.search(self.page)
        if not trouve:
            raise RuntimeError(f"{self.chemin}: no form here")
        return trouve[1]

    def reponses(self) -> dict[str, str]:
        """The form of the page, filled in the easiest way."""
        champs = Champs()
        champs.feed(self.page.partition("<main")[2] or self.page)
        return champs.valeurs

    def connecter(self, nir: str, mot_de_passe: str) -> None:
        self.demander("GET", "/connexion/")
        self.demander(
            "POST", "/connexion/", {"csrfmiddlewaretoken": self.jeton(), "nir": nir, "mot_de_passe": mot_de_passe}
        )
        if "sessionid" not in self.cookies:
            raise RuntimeError("The practice person could not sign in")

    def lecture(self, chemin: str) -> Requete:
        return Requete("GET", chemin, self._entetes())

    def depot(self, chemin: str, donnees: dict[str, str], statut: int = 302) -> Requete:
        """The same valid answer to the step, again and again."""
        entetes = self._entetes() | {"Content-Type": "application/x-www-form-urlencoded"}
        return Requete(
            "POST", chemin, entetes, urlencode({"csrfmiddlewaretoken": self.jeton(), **donnees}).encode(), statut
        )
