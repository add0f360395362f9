"""Somebody without scripts, over HTTP and a reader of HTML: fifty times as quick as a browser, and as strict on what is read.

It speaks to the running site, as browsers do: mails, SMS, bank and kiosk are those of the journeys.
"""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from tests.outils.accessibilite import fautes
from tests.outils.page_lue import Envoi, Fichier, PageLue, Texte, correspond, lu, se_voit
from tests.parcours.pilote import Pilote, tel_quel
from tests.parcours.site import Site

# What browsers say of themselves when a page opens.
NAVIGATION = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "fr-FR", "Sec-Fetch-Mode": "navigate"}
DELAI = 15
SANS_REGLES = ("/bac-a-sable/",)  # the trainer's pages and the partners' are not the product's


class Lecteur(Pilote):
    """Reads the HTML, fills it, sends what a browser would send."""

    javascript = False

    def __init__(self, site: Site, session: requests.Session | None = None) -> None:
        super().__init__(site)
        self.session = session or requests.Session()
        self.session.headers.update(
            {**NAVIGATION, "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}
        )
        self.page = PageLue(self.adresse, "<html></html>")
        self.passees: list[PageLue] = []

    def autre_onglet(self) -> Pilote:
        return type(self)(self.site, self.session)

    def fermer(self) -> None:
        """A tab is only what it shows."""

    def aller(self, chemin: str) -> None:
        self.passer(chemin)
        self.verifier_la_page()

    def passer(self, chemin: str) -> None:
        self._montrer(self.session.get(urljoin(self.adresse, chemin), timeout=DELAI))

    def relire(self) -> None:
        self._montrer(self.session.get(self.ou, timeout=DELAI))

    def revenir(self) -> None:
        """The page as it was left."""
        self.page = self.passees.pop()

    def oublier_les_cookies(self, nom: str | None = None) -> None:
        for cookie in list(self.session.cookies):
            if nom in (None, cookie.name):
                self.session.cookies.clear(cookie.domain, cookie.path, cookie.name)

    def recevoir_un_cookie(self, nom: str, valeur: str) -> None:
        self.session.cookies.set(nom, valeur)

    def demander(self, chemin: str, champs: dict[str, str] | None = None) -> tuple[int, str]:
        adresse, origine = self.adresse + chemin, {"Origin": self.adresse}
        if champs is None:
            reponse = self.session.get(adresse, timeout=DELAI)
        else:
            reponse = self.session.post(adresse, data=champs, headers=origine, allow_redirects=False, timeout=DELAI)
        return reponse.status_code, reponse.text

    def cliquer(self, nom: Texte, role: str = "button", exact: bool = True, dans: Any = None) -> None:
        self._activer(self.page.actionnable(role, nom, exact=exact, dans=dans))

    def cliquer_sur(self, css: str) -> None:
        self._activer(self._premier(css))

    def deplier(self, css: str = "main summary", texte: str = "") -> None:
        pli = next(e for e in self.page.visibles(css) if correspond(texte, lu(e))).getparent()
        pli.attrib.pop("open", None) if "open" in pli.attrib else pli.set("open", "")

    def remplir(self, libelle: Texte, valeur: str) -> None:
        self.page.ecrire(tel_quel(libelle), valeur)

    def choisir_la_ligne(self, libelle: Texte, rang: int) -> None:
        self.page.choisir_la_ligne(libelle, rang)

    def choisir(self, libelle: Texte, rang: int = 0) -> None:
        self.page.cocher(self.page.champ(libelle, rang=rang, cochable=True))

    def cocher(self, css: str, rang: int = 0) -> None:
        self.page.cocher(self.page.visibles(css)[rang])

    def decocher(self, libelle: Texte) -> None:
        self.page.champ(libelle, cochable=True).attrib.pop("checked", None)

    def joindre(self, libelle: str, *fichiers: Fichier) -> None:
        self.page.joindre(libelle, list(fichiers))

    def telecharger(self, nom: Texte = "", css: str = "a") -> bytes:
        liens = self.page.actionnables("link", nom)
        lien = next(element for element in self.page.visibles(css) if element in liens)
        reponse = self.session.get(urljoin(self.ou, lien.get("href")), timeout=DELAI)
        assert reponse.status_code == 200 and "attachment" in reponse.headers.get("Content-Disposition", ""), (
            reponse.url
        )
        return reponse.content

    def lire(self, texte: Texte) -> None:
        assert self._lit(texte), f"{self.ou}: « {texte} » is not in « {lu(self._corps)} »"

    def ne_plus_lire(self, texte: str) -> None:
        assert not self._lit(texte), f"{self.ou}: « {texte} » is still there"

    @property
    def titre(self) -> str:
        return lu(self.page.visibles("h1")[0])

    @property
    def titre_de_la_fenetre(self) -> str:
        return " ".join(self.page.racine.findtext(".//title", "").split())

    @property
    def ou(self) -> str:
        return self.page.adresse

    @property
    def html(self) -> str:
        return self.page.html

    def nombre(self, css: str, texte: Texte = "") -> int:
        return sum(correspond(texte, lu(element)) for element in self.page.trouver(css))

    def boutons(self, nom: Texte, role: str = "button") -> int:
        return len(self.page.actionnables(role, nom))

    def textes(self, css: str) -> list[str]:
        return [lu(element) for element in self.page.trouver(css)]

    def attribut(self, css: str, nom: str) -> list[str]:
        return [element.get(nom) for element in self.page.trouver(css) if element.get(nom) is not None]

    def liens(self, nom: Texte) -> list[str]:
        return [lien.get("href") for lien in self.page.actionnables("link", nom)]

    def valeur(self, libelle: Texte) -> str:
        champ = self.page.champ(libelle)
        return champ.text or "" if champ.tag == "textarea" else champ.get("value") or ""

    def est_coche(self, libelle: Texte) -> bool:
        return "checked" in self.page.champ(libelle, cochable=True).attrib

    def patienter(self, millisecondes: int) -> None:
        time.sleep(millisecondes / 1000)

    def verifier_la_page(self) -> None:
        """One title, what accessibility asks of HTML, and no promise that a script would have to keep."""
        assert len(self.page.visibles("h1")) == 1, f"{self.ou}: one h1 is wanted"
        manques = self.page.promesses_vides()
        if self.ou.startswith(self.adresse) and not urlsplit(self.ou).path.startswith(SANS_REGLES):
            manques += fautes(self.html, agents=urlsplit(self.ou).path.startswith("/agents/"), jumeaux=True)
        assert not manques, f"{self.ou}: {manques}"

    @property
    def _corps(self) -> Any:
        return self.page.racine.find("body")

    def _lit(self, texte: Texte) -> bool:
        ecrit = lu(self._corps)
        if isinstance(texte, re.Pattern):
            return texte.search(ecrit) is not None
        return " ".join(texte.split()) in " ".join(ecrit.split())

    def _premier(self, css: str) -> Any:
        trouves = self.page.visibles(css)
        assert trouves, f"{self.ou}: nothing is {css}"
        return trouves[0]

    def _activer(self, element: Any) -> None:
        assert se_voit(element)
        if element.tag == "a":
            self._suivre_et_juger("GET", urljoin(self.ou, element.get("href")))
        else:
            self._envoyer(self.page.envoi(element))

    def _envoyer(self, envoi: Envoi) -> None:
        if envoi.methode == "GET":
            self._suivre_et_juger("GET", envoi.adresse.partition("?")[0], params=envoi.champs)
        elif envoi.fichiers is None:
            self._suivre_et_juger("POST", envoi.adresse, data=envoi.champs)
        else:
            parties: list[tuple[str, Any]] = [(nom, (None, valeur)) for nom, valeur in envoi.champs]
            parties += [(nom, (fichier, octets, "image/jpeg")) for nom, (fichier, octets) in envoi.fichiers]
            self._suivre_et_juger("POST", envoi.adresse, files=parties)

    def _suivre_et_juger(self, methode: str, adresse: str, **envoi: Any) -> None:
        ici = urlsplit(self.ou)
        d_ou = {"Referer": self.ou} | ({"Origin": f"{ici.scheme}://{ici.netloc}"} if methode == "POST" else {})
        self._montrer(self.session.request(methode, adresse, headers=d_ou, timeout=DELAI, **envoi))
        self.verifier_la_page()

    def _montrer(self, reponse: requests.Response) -> None:
        assert reponse.headers["Content-Type"].startswith("text/html"), f"{reponse.url} is not a page"
        reponse.encoding = "utf-8"
        self.passees.append(self.page)
        self.page = PageLue(reponse.url, reponse.text)
