"""Somebody in front of Firefox or WebKit: the words of the journeys over the commands of WebDriver."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests

from tests.navigateurs import album
from tests.navigateurs.fil import Fil, Refus
from tests.parcours.pilote import Pilote, Texte, tel_quel
from tests.parcours.site import Site

PAGE = (Path(__file__).parent / "page.js").read_text("utf-8")
PATIENCE = 30  # seconds
BAS, ENTREE = "\ue015", "\ue007"  # keys, as the standard writes them
EN_COURS = (".part", ".wkdownload")  # a file that is still coming


class PiloteParFil(Pilote):
    """Presses what a mouse can reach. Each page is measured, and its picture is kept in `album`."""

    def __init__(self, fil: Fil, site: Site, recus: Path, images: Path | None, onglet: str = "") -> None:
        super().__init__(site)
        self.fil, self.recus, self.album = fil, recus, images
        self.onglet = onglet or fil.commander("GetWindowHandle")
        if not onglet:
            self.passer("/healthz")  # cookies belong to a site: it must be there before they come

    def autre_onglet(self) -> Pilote:
        nouvelle = self._dire("NewWindow", type="tab")["handle"]
        return type(self)(self.fil, self.site, self.recus, None, nouvelle)  # WebKit does not draw what lies behind

    def fermer(self) -> None:
        self._dire("CloseWindow")
        self.fil.onglet = ""

    def aller(self, chemin: str) -> None:
        self.passer(chemin)
        self.verifier_la_page()

    def passer(self, chemin: str) -> None:
        self._dire("Navigate", url=urljoin(self.adresse, chemin))

    def relire(self) -> None:
        self._dire("Refresh")

    def revenir(self) -> None:
        self._dire("Back")

    def oublier_les_cookies(self, nom: str | None = None) -> None:
        self._dire("DeleteCookie", name=nom) if nom else self._dire("DeleteAllCookies")

    def recevoir_un_cookie(self, nom: str, valeur: str) -> None:
        cookie = {"name": nom, "value": valeur, "path": "/", "httpOnly": True, "sameSite": "Lax"}
        self._dire("AddCookie", cookie=cookie)

    def demander(self, chemin: str, champs: dict[str, str] | None = None) -> tuple[int, str]:
        """Beside the browser, with its cookies, which come back to it."""
        entetes = {"User-Agent": self._lire("return navigator.userAgent"), "Origin": self.adresse}
        with requests.Session() as session:
            for cookie in self._dire("GetCookies"):
                session.cookies.set(cookie["name"], cookie["value"])
            adresse, methode = self.adresse + chemin, "GET" if champs is None else "POST"
            reponse = session.request(methode, adresse, data=champs, headers=entetes, allow_redirects=champs is None)
            for recu in session.cookies:
                if recu.domain:  # those that the site gave just now
                    self.recevoir_un_cookie(recu.name, recu.value or "")
        return reponse.status_code, reponse.text

    def cliquer(self, nom: Texte, role: str = "button", exact: bool = True, dans: Any = None) -> None:
        self._partir_de(self._un("actionnables", role, _quoi(nom, exact=exact), dans))

    def cliquer_sur(self, css: str) -> None:
        self._partir_de(self._un("tous", css))

    def appuyer(self, nom: Texte) -> None:
        self._presser(self._un("actionnables", "button", _quoi(nom, exact=True)))

    def deplier(self, css: str = "main summary", texte: str = "") -> None:
        self._presser(self._un("tous", css, _quoi(texte)))

    def remplir(self, libelle: Texte, valeur: str) -> None:
        champ = self._un("champs", _quoi(tel_quel(libelle)))
        self._montrer(champ)
        if self._lire("return arguments[0].tagName", champ) == "SELECT":
            self._dire("ElementClick", id=_id(self._lire("return page.option(...arguments)", champ, valeur)))
        else:
            self._dire("ElementClear", id=_id(champ))
            if valeur:
                self._taper(champ, valeur)

    def completer(self, libelle: str, debut: str, proposition: str) -> None:
        """Type these letters, and take this proposal with the arrows."""
        champ = self._un("champs", _quoi(libelle))
        self._taper(champ, debut)
        self._un("tous", "[role=option]", _quoi(proposition))
        self.verifier_la_page()
        self._taper(champ, BAS + ENTREE)
        self._attendre(lambda: self.valeur(libelle) == proposition, f"« {proposition} » is not chosen")

    def ecouter(self, css: str) -> float:
        """How long the first sound is that the selector finds, once the engine has begun to play it."""
        son = self._un("tous", css)
        self._lire("arguments[0].muted = true; arguments[0].play()", son)  # a page may always play what is not heard
        self._attendre(lambda: self._lire("return arguments[0].currentTime > .5", son), f"{css} is silent")
        return self._lire("arguments[0].pause(); return arguments[0].duration", son)

    def choisir_la_ligne(self, libelle: Texte, rang: int) -> None:
        champ = self._un("champs", _quoi(libelle))
        self._montrer(champ)
        self._dire("ElementClick", id=_id(self._lire("return arguments[0].options[arguments[1]]", champ, rang)))

    def choisir(self, libelle: Texte, rang: int = 0) -> None:
        self._basculer(self._un("champs", _quoi(libelle), rang=rang), coche=True)

    def cocher(self, css: str, rang: int = 0) -> None:
        self._basculer(self._un("tous", css, rang=rang), coche=True)

    def decocher(self, libelle: Texte) -> None:
        self._basculer(self._un("champs", _quoi(libelle)), coche=False)

    def joindre(self, libelle: str, *fichiers: tuple[str, bytes]) -> None:
        champ = self._un("champs", _quoi(libelle), "input[type=file]")
        dossier = self.recus / f"depart-{time.monotonic_ns()}"
        dossier.mkdir()
        for nom, octets in fichiers:
            (dossier / nom).write_bytes(octets)
        self._taper(champ, "\n".join(str(dossier / nom) for nom, _ in fichiers))

    def telecharger(self, nom: Texte = "", css: str = "a") -> bytes:
        avant = set(self.recus.iterdir())
        lien = self._un("actionnables", "link", _quoi(nom), css)
        self._presser(lien)
        recu: set[Path] = set()

        def arrive() -> bool:
            recu.clear()
            recu.update(set(self.recus.iterdir()) - avant)
            return bool(recu) and all(un.suffix not in EN_COURS and un.stat().st_size for un in recu)

        self._attendre(arrive, f"nothing comes by « {nom} »")
        return recu.pop().read_bytes()

    def lire(self, texte: Texte) -> None:
        self._attendre(lambda: self._lit(texte), f"« {texte} » cannot be read")

    def ne_plus_lire(self, texte: str) -> None:
        self._attendre(lambda: not self._lit(texte), f"« {texte} » is still there")

    @property
    def titre(self) -> str:
        return self.textes("h1")[0]

    @property
    def titre_de_la_fenetre(self) -> str:
        return self._dire("GetTitle")

    @property
    def ou(self) -> str:
        return self._dire("GetCurrentURL")

    @property
    def html(self) -> str:
        return self._dire("GetPageSource")

    def nombre(self, css: str, texte: Texte = "") -> int:
        return len(self._lire("return page.tous(...arguments)", css, _quoi(texte)))

    def boutons(self, nom: Texte, role: str = "button") -> int:
        return len(self._lire("return page.actionnables(...arguments)", role, _quoi(nom)))

    def textes(self, css: str) -> list[str]:
        return self._lire("return page.tous(...arguments).map((e) => e.innerText)", css)

    def attribut(self, css: str, nom: str) -> list[str]:
        script = "return page.tous(arguments[0]).map((e) => e.getAttribute(arguments[1])).filter((un) => un !== null)"
        return self._lire(script, css, nom)

    def liens(self, nom: Texte) -> list[str]:
        return self._lire(
            "return page.actionnables(...arguments).map((e) => e.getAttribute('href'))", "link", _quoi(nom)
        )

    def valeur(self, libelle: Texte) -> str:
        return self._lire("return page.champs(...arguments)[0].value", _quoi(libelle))

    def est_coche(self, libelle: Texte) -> bool:
        return self._lire("return page.champs(...arguments)[0].checked", _quoi(libelle))

    def patienter(self, millisecondes: int) -> None:
        time.sleep(millisecondes / 1000)

    def verifier_la_page(self) -> None:
        forme = self._lire("return page.formes()")
        if self.album is not None:
            image = self._dire("TakeScreenshot", full=False)  # what the screen shows
            album.garder(self.album, self.titre, base64.b64decode(image))
        assert forme["titres"] == 1, f"{self.ou}: one h1 is wanted"
        assert forme["large"] <= forme["ecran"], (
            f"{self.ou}: {forme['large']} px wide on a screen of {forme['ecran']} px"
        )

    # How

    def _dire(self, nom: str, **valeurs: Any) -> Any:
        if self.fil.onglet != self.onglet:
            self.fil.commander("SwitchToWindow", handle=self.onglet)
            self.fil.onglet = self.onglet
        return self.fil.commander(nom, **valeurs)

    def _lire(self, script: str, *arguments: Any) -> Any:
        return self._dire("ExecuteScript", script=f"{PAGE}\n{script}", args=list(arguments))

    def _un(self, mot: str, *arguments: Any, rang: int = 0) -> Any:
        """The `rang`-th element that this word finds, as soon as it is there."""
        trouves: list[Any] = []

        def la() -> bool:
            trouves[:] = self._lire(f"return page.{mot}(...arguments)", *arguments)
            return len(trouves) > rang

        self._attendre(la, f"nothing is {mot} {arguments}")
        return trouves[rang]

    def _lit(self, texte: Texte) -> bool:
        return self._lire("return page.lit(...arguments)", _quoi(texte))

    def _attendre(self, condition: Callable[[], bool], faute: str) -> None:
        fin = time.monotonic() + PATIENCE
        while True:
            try:
                if condition():
                    return
            except Refus:  # a page gives way to another one
                if time.monotonic() > fin:
                    raise
            assert time.monotonic() < fin, f"{self.ou}: {faute}"
            time.sleep(0.1)

    def _montrer(self, element: Any) -> None:
        """An engine that scrolls softly judges the place of an element before it has arrived."""
        self._lire("page.montrer(arguments[0])", element)

    def _taper(self, champ: Any, touches: str) -> None:
        self._montrer(champ)
        self._dire("ElementSendKeys", id=_id(champ), text=touches)

    def _presser(self, element: Any) -> None:
        self._montrer(element)
        self._dire("ElementClick", id=_id(element))

    def _partir_de(self, element: Any) -> None:
        """Press, and wait until another page is whole."""
        self._lire("document.documentElement.dataset.ici = ''")
        self._presser(element)
        autre = "return !('ici' in document.documentElement.dataset) && document.readyState === 'complete'"
        self._attendre(lambda: self._lire(autre), "the page stays")
        self.verifier_la_page()

    def _basculer(self, case: Any, *, coche: bool) -> None:
        if self._lire("return arguments[0].checked", case) != coche:
            self._presser(self._lire("return page.prise(arguments[0])", case))
        self._attendre(lambda: self._lire("return arguments[0].checked", case) == coche, "the box stays as it was")


def _id(element: dict[str, str]) -> str:
    return next(iter(element.values()))


def _quoi(texte: Texte, *, exact: bool = False) -> dict[str, Any]:
    """Words or a pattern, as `page.js` reads them."""
    if isinstance(texte, re.Pattern):
        return {"motif": texte.pattern}
    return {"texte": texte, "exact": exact}
