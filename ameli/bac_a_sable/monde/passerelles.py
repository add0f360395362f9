"""The HTTP side of the outside world: SMS gateway, printer of letters, bank, geocoder, and the switch of their behaviour."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import structlog

from ameli.bac_a_sable import banque, boite
from ameli.bac_a_sable.models import CourrierRecu, ModeSimulateur
from ameli.bac_a_sable.monde import adresses
from ameli.bac_a_sable.monde.base import (
    LENTEUR,
    BaseAbsente,
    consommer_le_mode,
    en_base,
    modes_actuels,
    regler_le_mode,
)

log = structlog.get_logger(__name__)

Mode = ModeSimulateur.Mode
TAILLE_MAXIMALE = 1_000_000  # bytes of a request
Reponse = dict[str, Any]


class DemandeInvalide(ValueError):
    """The request lacks something; the message names it."""


def recevoir_sms(demande: Reponse, cle: str) -> Reponse:
    """POST /sms: `a` (number) and `texte`."""
    return _recevoir(CourrierRecu.Canal.SMS, demande, cle)


def recevoir_lettre(demande: Reponse, cle: str) -> Reponse:
    """POST /lettres: `a` (address block), `objet` and `texte`."""
    return _recevoir(CourrierRecu.Canal.LETTRE, demande, cle)


def _recevoir(canal: CourrierRecu.Canal, demande: Reponse, cle: str) -> Reponse:
    if not demande.get("a") or not demande.get("texte"):
        raise DemandeInvalide("`a` and `texte` are required")
    a = str(demande["a"]).strip()
    if canal == CourrierRecu.Canal.SMS:
        a = "".join(a.split())
    nouveau = boite.recevoir(
        canal, cle, a=a, texte=str(demande["texte"]), objet=str(demande.get("objet", "")), message_id=cle
    )  # fmt: skip
    return {"recu": True, "deja_recu": not nouveau}


def verifier_un_iban(demande: Reponse, cle: str) -> Reponse:
    """POST /banque: see `banque.verifier`. The same question always has the same answer."""
    if not demande.get("iban"):
        raise DemandeInvalide("`iban` is required")
    return dict(banque.verifier(demande))


GUICHETS: dict[str, tuple[str, Callable[[Reponse, str], Reponse]]] = {
    "/sms": ("sms", recevoir_sms),
    "/lettres": ("lettres", recevoir_lettre),
    "/banque": ("banque", verifier_un_iban),
}


class Guichet(BaseHTTPRequestHandler):
    """One request. `Idempotency-Key` (or `reference`) says that a request is a repetition."""

    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        if self.path == "/modes":
            self._proteger(lambda: self._repondre(en_base(modes_actuels)))
        elif self.path == "/healthz":
            self._repondre({"etat": "debout"})
        elif self.path.startswith((adresses.CHEMIN, adresses.INVERSE)):
            self._proteger(self._chercher_une_adresse)
        else:
            self._repondre({"erreur": "adresse inconnue"}, HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        self._proteger(self._traiter)

    def _proteger(self, action: Callable[[], None]) -> None:
        try:
            action()
        except (DemandeInvalide, ValueError) as faute:
            self._repondre({"erreur": str(faute)}, HTTPStatus.BAD_REQUEST)
        except BaseAbsente:
            self._repondre({"erreur": "base indisponible"}, HTTPStatus.SERVICE_UNAVAILABLE)

    def _traiter(self) -> None:
        demande = self._lire()
        if self.path == "/modes":
            fois = demande.get("fois")
            en_base(partial(regler_le_mode, str(demande.get("service")), str(demande.get("mode")), fois))
            self._repondre(en_base(modes_actuels))
            return
        if self.path not in GUICHETS:
            self._repondre({"erreur": "adresse inconnue"}, HTTPStatus.NOT_FOUND)
            return
        service, traiter = GUICHETS[self.path]
        mode = en_base(partial(consommer_le_mode, service))
        if mode == Mode.LENT:
            time.sleep(LENTEUR)
        if mode == Mode.REFUSE:
            self._repondre({"erreur": "plus tard"}, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        cle = str(self.headers.get("Idempotency-Key") or demande.get("reference") or uuid.uuid4().hex)
        reponse = en_base(partial(traiter, demande, cle))
        if mode == Mode.MEURT:
            self.close_connection = True
            return
        if mode == Mode.DOUBLE:
            en_base(partial(traiter, demande, cle))
            self._repondre(reponse, fermer=True)
        self._repondre(reponse)

    def _chercher_une_adresse(self) -> None:
        """GET /adresses/search/ and /adresses/reverse/: see `adresses.repondre`. Asking changes nothing, so asking twice is asking once."""
        mode = en_base(partial(consommer_le_mode, ModeSimulateur.Service.ADRESSES.value))
        if mode == Mode.LENT:
            time.sleep(LENTEUR)
        if mode == Mode.MEURT:
            self.close_connection = True
        elif mode == Mode.REFUSE:
            self._repondre({"erreur": "plus tard"}, HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._repondre(adresses.repondre(self.path))

    def _lire(self) -> Reponse:
        taille = int(self.headers.get("Content-Length") or 0)
        if not 0 < taille <= TAILLE_MAXIMALE:
            self.close_connection = True
            raise DemandeInvalide("a JSON object of at most 1 MB is expected")
        demande = json.loads(self.rfile.read(taille))
        if not isinstance(demande, dict):
            raise DemandeInvalide("a JSON object is expected")
        return demande

    def _repondre(self, corps: Reponse, statut: HTTPStatus = HTTPStatus.OK, *, fermer: bool = False) -> None:
        octets = json.dumps(corps, ensure_ascii=False).encode()
        self.send_response(statut)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(octets)))
        if fermer:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, format: str, *args: Any) -> None:
        log.debug("monde_exterieur", chemin=self.path if hasattr(self, "path") else "")


class ServeurPasserelles:
    """The HTTP server, in a thread. `port` is the true one once started."""

    def __init__(self, hote: str = "127.0.0.1", port: int = 0) -> None:
        self._serveur = ThreadingHTTPServer((hote, port), Guichet)
        self._serveur.daemon_threads = True
        self.port = self._serveur.server_address[1]
        self._fil = threading.Thread(target=self._serveur.serve_forever, args=(0.2,), name="http", daemon=True)

    def demarrer(self) -> None:
        self._fil.start()

    def arreter(self) -> None:
        self._serveur.shutdown()
        self._serveur.server_close()
        self._fil.join(10)
