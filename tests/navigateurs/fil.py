"""The commands of WebDriver (W3C) over two wires: HTTP, as drivers speak, and Marionette, which Firefox speaks without one."""

from __future__ import annotations

import json
import socket
from abc import ABC, abstractmethod
from typing import Any

import requests

PATIENCE = 60  # seconds for one command: a page that loads on a busy machine
# Command: method and path over HTTP. Marionette knows the same commands by their names.
CHEMINS = {
    "AddCookie": ("POST", "/cookie"),
    "Back": ("POST", "/back"),
    "CloseWindow": ("DELETE", "/window"),
    "DeleteAllCookies": ("DELETE", "/cookie"),
    "DeleteCookie": ("DELETE", "/cookie/{name}"),
    "ElementClear": ("POST", "/element/{id}/clear"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "GetCookies": ("GET", "/cookie"),
    "GetCurrentURL": ("GET", "/url"),
    "GetPageSource": ("GET", "/source"),
    "GetTitle": ("GET", "/title"),
    "GetWindowHandle": ("GET", "/window"),
    "Navigate": ("POST", "/url"),
    "NewWindow": ("POST", "/window/new"),
    "Refresh": ("POST", "/refresh"),
    "SetWindowRect": ("POST", "/window/rect"),
    "SwitchToWindow": ("POST", "/window"),
    "TakeScreenshot": ("GET", "/screenshot"),
}


class Refus(Exception):
    """The engine says no: `genre` is a word of the standard (« no such element »)."""

    def __init__(self, genre: str, phrase: str) -> None:
        super().__init__(f"{genre}: {phrase}")
        self.genre = genre


class Fil(ABC):
    """One session of an engine."""

    navigateur: str = ""  # what it says of itself: name and version
    onglet: str = ""  # the tab that commands go to

    @abstractmethod
    def commander(self, nom: str, **valeurs: Any) -> Any:
        """What the engine answers to this command, or `Refus`."""

    @abstractmethod
    def fermer(self) -> None: ...


class FilHttp(Fil):
    """A driver that listens at `adresse`."""

    def __init__(self, adresse: str, options: dict[str, Any]) -> None:
        self.http = requests.Session()
        self.adresse = f"{adresse}/session"
        ouverte = self._envoyer("POST", "", {"capabilities": {"alwaysMatch": options}})
        self.adresse += f"/{ouverte['sessionId']}"
        dit = ouverte["capabilities"]
        self.navigateur = f"{dit['browserName']} {dit['browserVersion']}"

    def commander(self, nom: str, **valeurs: Any) -> Any:
        methode, chemin = CHEMINS[nom]
        return self._envoyer(methode, chemin.format(**valeurs), valeurs)

    def fermer(self) -> None:
        self._envoyer("DELETE", "", {})
        self.http.close()

    def _envoyer(self, methode: str, chemin: str, valeurs: dict[str, Any]) -> Any:
        corps = valeurs if methode == "POST" else None
        reponse = self.http.request(methode, self.adresse + chemin, json=corps, timeout=PATIENCE)
        valeur = reponse.json()["value"]
        if not reponse.ok:
            raise Refus(valeur["error"], valeur["message"])
        return valeur


class FilMarionette(Fil):
    """A Firefox that listens at `port`: each message is its length, a colon, and JSON."""

    def __init__(self, port: int, options: dict[str, Any]) -> None:
        self.prise = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.lecture = self.prise.makefile("rb")
        self.rang = 0
        self._lire()  # it greets first
        dit = self.commander("NewSession", **options)["capabilities"]
        self.navigateur = f"{dit['browserName']} {dit['browserVersion']}"

    def commander(self, nom: str, **valeurs: Any) -> Any:
        self.rang += 1
        complet = nom if ":" in nom else f"WebDriver:{nom}"  # what no driver has the word for is of another family
        message = json.dumps([0, self.rang, complet, valeurs]).encode()
        self.prise.sendall(b"%d:%s" % (len(message), message))
        _, _, refus, reponse = self._lire()
        if refus:
            raise Refus(refus["error"], refus["message"])
        return reponse["value"] if isinstance(reponse, dict) and set(reponse) == {"value"} else reponse

    def fermer(self) -> None:
        self.lecture.close()
        self.prise.close()

    def _lire(self) -> Any:
        longueur = b""
        while (lu := self.lecture.read(1)) != b":":
            if not lu:
                raise Refus("invalid session id", "Firefox is gone")
            longueur += lu
        return json.loads(self.lecture.read(int(longueur)))
