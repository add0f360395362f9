"""The HTTP side of the outside world: SMS gateway, printer of letters, bank, civil register, kiosk, geocoder, incomes, identity provider, and the switch of their behaviour."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import structlog

from ameli.bac_a_sable import banque, boite, etat_civil, revenus
from ameli.bac_a_sable.formateur import est_le_secret
from ameli.bac_a_sable.models import CourrierRecu, ModeSimulateur
from ameli.bac_a_sable.monde import adresses, franceconnect, kiosque
from ameli.bac_a_sable.monde.base import (
    LENTEUR,
    BaseAbsente,
    consommer_le_mode,
    en_base,
    lire_le_mode,
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


def prelever(demande: Reponse, cle: str) -> Reponse:
    """POST /prelevements: see `banque.prelever`."""
    if not demande.get("ordre"):
        raise DemandeInvalide("`ordre` is required")
    return dict(banque.prelever(demande))


def chercher_une_naissance(demande: Reponse, cle: str) -> Reponse:
    """POST /etat-civil: see `etat_civil.repondre`."""
    return dict(etat_civil.repondre(demande))


def repondre_du_kiosque(demande: Reponse, cle: str) -> Reponse:
    """POST /kiosque/etat: see `kiosque.etat`."""
    return dict(kiosque.etat(demande))


GUICHETS: dict[str, tuple[str, Callable[[Reponse, str], Reponse]]] = {
    "/sms": ("sms", recevoir_sms),
    "/lettres": ("lettres", recevoir_lettre),
    "/banque": ("banque", verifier_un_iban),
    "/prelevements": ("banque", prelever),
    "/etat-civil": ("civil", chercher_une_naissance),
    f"{kiosque.RACINE}/etat": ("kiosque", repondre_du_kiosque),
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
        elif self.path.startswith(f"{revenus.CHEMIN}?"):
            self._proteger(self._dire_les_revenus)
        elif self.path.startswith(f"{franceconnect.RACINE}/"):
            self._proteger(self._identifier)
        elif self.path.startswith(f"{kiosque.RACINE}/paiement?"):
            self._proteger(lambda: self._encaisser(*self.path.split("?", 1)))
        else:
            self._repondre({"erreur": "adresse inconnue"}, HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        action = self._traiter
        if self.path.startswith(f"{franceconnect.RACINE}/"):
            action = self._identifier
        elif self.path in (f"{kiosque.RACINE}/paiement", f"{kiosque.RACINE}/carte"):
            action = self._encaisser_un_formulaire
        self._proteger(action)

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
            if not est_le_secret(self.headers.get("Authorization", "").removeprefix("Bearer ")):
                self._repondre({"erreur": "demandez à votre formateur"}, HTTPStatus.FORBIDDEN)
                return
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
        """GET /adresses/search and /adresses/reverse: see `adresses.repondre`. Asking changes nothing, so asking twice is asking once."""
        mode = en_base(partial(consommer_le_mode, ModeSimulateur.Service.ADRESSES.value))
        if mode == Mode.LENT:
            time.sleep(LENTEUR)
        if mode == Mode.MEURT:
            self.close_connection = True
        elif mode == Mode.REFUSE:
            self._repondre({"erreur": "plus tard"}, HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._repondre(adresses.repondre(self.path))

    def _dire_les_revenus(self) -> None:
        """GET /particulier/v3/…: see `revenus.servir`."""
        mode = en_base(partial(consommer_le_mode, ModeSimulateur.Service.REVENUS.value))
        if mode == Mode.LENT:
            time.sleep(LENTEUR)
        if mode == Mode.MEURT:
            self.close_connection = True
            return
        autorisation = self.headers.get("Authorization", "")
        servi = en_base(partial(revenus.servir, self.path, autorisation, mode))
        self._repondre(servi.corps, servi.statut, entetes=servi.entetes)

    def _identifier(self) -> None:
        """The identity provider: see `franceconnect.Fournisseur`. It fails at what the site asks, and lies in its tokens."""
        chemin = self.path.split("?")[0].removeprefix(franceconnect.RACINE)
        mode = Mode.NORMAL.value
        if chemin in ("/.well-known/openid-configuration", "/jwks", "/token", "/userinfo"):
            service = ModeSimulateur.Service.IDENTITE.value
            mode = en_base(partial(lire_le_mode, service))
            if mode not in Mode.mensonges() or chemin == "/token":
                mode = en_base(partial(consommer_le_mode, service))
        if mode == Mode.LENT:
            time.sleep(LENTEUR)
        if mode == Mode.MEURT:
            self.close_connection = True
            return
        if mode == Mode.REFUSE:
            self._repondre({"erreur": "plus tard"}, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        corps = self._octets().decode() if self.command == "POST" else ""
        servi = self.server.fournisseur.servir(self.command, self.path, dict(self.headers), corps, mode)  # type: ignore[attr-defined]
        self.send_response(servi.statut)
        entetes = {"Content-Type": servi.genre, "Content-Length": str(len(servi.corps)), "Cache-Control": "no-store"}
        for nom, valeur in {**entetes, **servi.entetes}.items():
            self.send_header(nom, valeur)
        self.end_headers()
        self.wfile.write(servi.corps)

    def _encaisser_un_formulaire(self) -> None:
        self._encaisser(self.path, self._octets().decode())

    def _encaisser(self, chemin: str, champs: str) -> None:
        """The bank kiosk: see `kiosque.servir`."""
        servi = kiosque.servir(chemin, champs)
        self.send_response(servi.statut)
        if servi.vers:
            self.send_header("Location", servi.vers)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(servi.corps)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(servi.corps)

    def _octets(self) -> bytes:
        taille = int(self.headers.get("Content-Length") or 0)
        if not 0 < taille <= TAILLE_MAXIMALE:
            self.close_connection = True
            raise DemandeInvalide("a body of at most 1 MB is expected")
        return self.rfile.read(taille)

    def _lire(self) -> Reponse:
        demande = json.loads(self._octets())
        if not isinstance(demande, dict):
            raise DemandeInvalide("a JSON object is expected")
        return demande

    def _repondre(
        self, corps: Reponse, statut: HTTPStatus = HTTPStatus.OK, *, fermer: bool = False,
        entetes: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        octets = json.dumps(corps, ensure_ascii=False).encode()
        self.send_response(statut)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(octets)))
        for nom, valeur in (entetes or {}).items():
            self.send_header(nom, valeur)
        if fermer:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(octets)

    def end_headers(self) -> None:
        """Pages of a false bank and a false identity provider are listed by nobody."""
        self.send_header("X-Robots-Tag", "noindex, nofollow")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        log.debug("monde_exterieur", chemin=self.path.split("?")[0] if hasattr(self, "path") else "")


class ServeurPasserelles:
    """The HTTP server, in a thread. `port` is the true one once started."""

    def __init__(self, hote: str = "127.0.0.1", port: int = 0) -> None:
        self._serveur = ThreadingHTTPServer((hote, port), Guichet)
        self._serveur.daemon_threads = True
        self._serveur.fournisseur = franceconnect.Fournisseur()  # type: ignore[attr-defined]
        self.port = self._serveur.server_address[1]
        self._fil = threading.Thread(target=self._serveur.serve_forever, args=(0.2,), name="http", daemon=True)

    def demarrer(self) -> None:
        self._fil.start()

    def arreter(self) -> None:
        self._serveur.shutdown()
        self._serveur.server_close()
        self._fil.join(10)
