"""A provider of identity for practice, with the protocol of FranceConnect: OpenID Connect, its pages and its lies on demand.

Its pages are of its own look: nobody must take it for the true one. Nothing is kept but in memory: keys change at each start.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import settings
from django.template.loader import render_to_string
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from ameli.bac_a_sable.models import ModeSimulateur
from ameli.bac_a_sable.monde.identites_franceconnect import CHEZ, IDENTITES, Identite
from ameli.bac_a_sable.personas import DONNEES
from ameli.noyau.horloge import temps_reel

Mode = ModeSimulateur.Mode
RACINE = "/franceconnect"
RETOUR, RETOUR_DE_FIN = "/connexion/franceconnect/retour/", "/connexion/"
VIE_D_UNE_DEMANDE, VIE_D_UN_CODE, VIE_D_UN_JETON = 900, 60, 60  # seconds
DEMANDES_MAXIMUM = 500
EXIGES = ("client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge")


class Refus(ValueError):
    """The request is not one that the true service would take; the message is the error code of OAuth 2."""


@dataclass(frozen=True)
class Reponse:
    corps: bytes = b""
    statut: int = HTTPStatus.OK
    genre: str = "text/html; charset=utf-8"
    entetes: dict[str, str] = field(default_factory=dict)


@dataclass
class Demande:
    """A sign-in under way: what the site asked, who the person said they are, what they may take away."""

    parametres: dict[str, str]
    fin: float
    identite: Identite | None = None
    chez: str = ""


class Trousseau:
    """One RSA and one EC key, each with its name."""

    def __init__(self) -> None:
        self.rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.nom = secrets.token_hex(4)

    def publiques(self) -> dict[str, Any]:
        commun = {"use": "sig"}
        return {
            "keys": [
                {
                    **RSAAlgorithm.to_jwk(self.rsa.public_key(), as_dict=True),
                    **commun,
                    "alg": "RS256",
                    "kid": f"rsa-{self.nom}",
                },
                {
                    **ECAlgorithm.to_jwk(self.ec.public_key(), as_dict=True),
                    **commun,
                    "alg": "ES256",
                    "kid": f"ec-{self.nom}",
                },
            ]
        }

    def signer(self, dits: dict[str, Any]) -> str:
        return jwt.encode(dits, self.ec, algorithm="ES256", headers={"kid": f"ec-{self.nom}"})


class Fournisseur:
    """The provider. `servir` answers one request; threads may share it."""

    def __init__(self) -> None:
        self._verrou = threading.RLock()
        self._trousseau: Trousseau | None = None
        self._demandes: dict[str, Demande] = {}
        self._codes: dict[str, Demande] = {}
        self._acces: dict[str, tuple[Demande, str]] = {}
        self.guichets: dict[tuple[str, str], Callable[[dict[str, str], dict[str, str], str], Reponse]] = {
            ("GET", "/.well-known/openid-configuration"): self._decouverte,
            ("GET", "/jwks"): self._cles,
            ("GET", "/authorize"): self._demander,
            ("GET", "/identite"): self._choisir,
            ("POST", "/consentement"): self._consentement,
            ("POST", "/consentir"): self._consentir,
            ("GET", "/annuler"): self._annuler,
            ("POST", "/token"): self._echanger,
            ("GET", "/userinfo"): self._informer,
            ("GET", "/fin"): self._finir,
            ("GET", "/style.css"): self._style,
        }

    @property
    def emetteur(self) -> str:
        return settings.FRANCECONNECT["emetteur"]

    @property
    def trousseau(self) -> Trousseau:
        with self._verrou:
            if self._trousseau is None:
                self._trousseau = Trousseau()
            return self._trousseau

    def servir(
        self, methode: str, cible: str, entetes: dict[str, str], corps: str = "", mode: str = Mode.NORMAL
    ) -> Reponse:
        """`cible` is path and query; `mode` is how to behave this time (a lie is told with the tokens)."""
        adresse = urlsplit(cible)
        guichet = self.guichets.get((methode, adresse.path.removeprefix(RACINE)))
        if guichet is None:
            return self._page("erreur", {"cause": "Cette page n’existe pas."}, HTTPStatus.NOT_FOUND)
        recus = parse_qs(corps if methode == "POST" else adresse.query, keep_blank_values=True)
        parametres = {nom: valeurs[0] for nom, valeurs in recus.items()}
        try:
            return guichet(parametres, entetes, mode)
        except Refus as refus:
            if guichet in (self._echanger, self._informer):
                statut = HTTPStatus.UNAUTHORIZED if guichet == self._informer else HTTPStatus.BAD_REQUEST
                return _json({"error": str(refus)}, statut)
            return self._page("erreur", {"cause": f"La demande n’est pas valable ({refus})."}, HTTPStatus.BAD_REQUEST)

    # For the site

    def _decouverte(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        return _json({
            "issuer": self.emetteur, "authorization_endpoint": f"{self.emetteur}/authorize",
            "token_endpoint": f"{self.emetteur}/token", "userinfo_endpoint": f"{self.emetteur}/userinfo",
            "jwks_uri": f"{self.emetteur}/jwks", "end_session_endpoint": f"{self.emetteur}/fin",
            "response_types_supported": ["code"], "grant_types_supported": ["authorization_code"],
            "code_challenge_methods_supported": ["S256"], "acr_values_supported": ["eidas1"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "id_token_signing_alg_values_supported": ["ES256", "RS256"],
            "userinfo_signing_alg_values_supported": ["ES256", "RS256"], "subject_types_supported": ["pairwise"],
        })  # fmt: skip

    def _cles(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        return _json(self.trousseau.publiques())

    def _echanger(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        """A code against tokens, once, for who asked and nobody else."""
        attendus = settings.FRANCECONNECT
        if not _pareils(recus.get("client_id"), attendus["client"]) or not _pareils(
            recus.get("client_secret"), attendus["secret"]
        ):
            raise Refus("invalid_client")
        if recus.get("grant_type") != "authorization_code":
            raise Refus("unsupported_grant_type")
        with self._verrou:
            demande = self._codes.pop(recus.get("code", ""), None)
        if demande is None or demande.fin < _maintenant() or mode == Mode.REJOUE:
            raise Refus("invalid_grant")
        defi = base64.urlsafe_b64encode(hashlib.sha256(recus.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if not _pareils(defi.decode(), demande.parametres["code_challenge"]):
            raise Refus("invalid_grant")
        if recus.get("redirect_uri") != demande.parametres["redirect_uri"]:
            raise Refus("invalid_grant")
        if mode == Mode.ROTATION:
            with self._verrou:
                self._trousseau = None
        acces = secrets.token_urlsafe(32)
        with self._verrou:
            self._acces[acces] = (demande, mode)
        return _json({
            "access_token": acces, "token_type": "Bearer", "expires_in": VIE_D_UN_JETON,
            "id_token": self._jeton_d_identite(demande, mode), "scope": demande.parametres["scope"],
        })  # fmt: skip

    def _jeton_d_identite(self, demande: Demande, mode: str) -> str:
        maintenant = _maintenant()
        dits = {
            "iss": self.emetteur, "aud": settings.FRANCECONNECT["client"], "sub": _identite(demande).sub,
            "iat": int(maintenant), "exp": int(maintenant) + VIE_D_UN_JETON, "acr": "eidas1",
            "nonce": demande.parametres["nonce"],
        }  # fmt: skip
        match mode:
            case Mode.NONCE:
                dits["nonce"] = secrets.token_urlsafe(32)
            case Mode.EMETTEUR:
                dits["iss"] = "https://ailleurs.exemple"
            case Mode.AUDIENCE:
                dits["aud"] = "un-autre-site"
            case Mode.EXPIRE:
                dits["iat"], dits["exp"] = int(maintenant) - 7200, int(maintenant) - 3600
            case Mode.SANS_ACR:
                del dits["acr"]
            case Mode.SANS_ALG:
                return jwt.encode(dits, None, algorithm="none")
            case Mode.CLE:
                fausse = Trousseau()
                fausse.nom = self.trousseau.nom
                return fausse.signer(dits)
        return self.trousseau.signer(dits)

    def _informer(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        jeton = entetes.get("Authorization", "").removeprefix("Bearer ")
        with self._verrou:
            trouve = self._acces.get(jeton)
        if trouve is None:
            raise Refus("invalid_token")
        demande, mensonge = trouve
        identite = _identite(demande)
        dits = {
            **identite.dits(demande.chez), "iss": self.emetteur, "aud": settings.FRANCECONNECT["client"],
            "iat": int(_maintenant()), "exp": int(_maintenant()) + VIE_D_UN_JETON,
        }  # fmt: skip
        if mensonge == Mode.AUTRE_SUB:
            dits["sub"] = next(une.sub for une in IDENTITES.values() if une.sub != identite.sub)
        return Reponse(self.trousseau.signer(dits).encode(), genre="application/jwt")

    # For the person

    def _demander(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        """First page: whose word do you want to use?"""
        manquants = [nom for nom in EXIGES if not recus.get(nom)]
        if manquants or recus.get("response_type") != "code" or recus.get("code_challenge_method") != "S256":
            raise Refus("invalid_request")
        if recus["client_id"] != settings.FRANCECONNECT["client"]:
            raise Refus("unauthorized_client")
        if urlsplit(recus["redirect_uri"]).path != RETOUR:
            raise Refus("redirect_uri")
        if "openid" not in recus["scope"].split() or recus.get("acr_values") != "eidas1":
            raise Refus("invalid_scope")
        numero = secrets.token_urlsafe(16)
        with self._verrou:
            self._nettoyer()
            self._demandes[numero] = Demande(recus, _maintenant() + VIE_D_UNE_DEMANDE)
        return self._page("choix", {"demande": numero, "chez": CHEZ})

    def _choisir(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        """Second page: who are you? Instead of the password that a true provider would ask."""
        self._demande(recus)
        if recus.get("chez") not in CHEZ:
            raise Refus("chez")
        contexte = {"demande": recus["demande"], "chez": recus["chez"], "nom": CHEZ[recus["chez"]], "oubli": False}
        return self._page("identite", {**contexte, "identites": IDENTITES.values()})

    def _consentement(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        """Third page: what the site will read."""
        demande = self._demande(recus)
        identite, chez = IDENTITES.get(recus.get("identite", "")), recus.get("chez", "")
        if chez not in CHEZ:
            raise Refus("chez")
        if identite is None:
            contexte = {"demande": recus["demande"], "chez": chez, "nom": CHEZ[chez], "oubli": True}
            return self._page("identite", {**contexte, "identites": IDENTITES.values()})
        demande.identite, demande.chez = identite, chez
        return self._page("consentement", {"demande": recus["demande"], "lignes": identite.lignes(chez)})

    def _consentir(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        demande = self._demande(recus)
        _identite(demande)
        code = secrets.token_urlsafe(32)
        with self._verrou:
            self._demandes.pop(recus["demande"], None)
            demande.fin = _maintenant() + VIE_D_UN_CODE
            self._codes[code] = demande
        return self._renvoyer(demande, {"code": code})

    def _annuler(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        demande = self._demande(recus)
        with self._verrou:
            self._demandes.pop(recus["demande"], None)
        return self._renvoyer(demande, {"error": "access_denied", "error_description": "User auth aborted"})

    def _finir(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        """Sign-out: the ID token says whose session it was; it may be old."""
        retour = recus.get("post_logout_redirect_uri", "")
        try:
            jwt.decode(
                recus.get("id_token_hint", ""), self.trousseau.ec.public_key(), algorithms=["ES256"],
                audience=settings.FRANCECONNECT["client"], options={"verify_exp": False},
            )  # fmt: skip
        except jwt.PyJWTError as faute:
            raise Refus("id_token_hint") from faute
        if urlsplit(retour).path != RETOUR_DE_FIN:
            raise Refus("post_logout_redirect_uri")
        return _vers(retour, {"state": recus.get("state", "")})

    def _style(self, recus: dict[str, str], entetes: dict[str, str], mode: str) -> Reponse:
        return Reponse((DONNEES / "franceconnect.css").read_bytes(), genre="text/css; charset=utf-8")

    def _demande(self, recus: dict[str, str]) -> Demande:
        with self._verrou:
            demande = self._demandes.get(recus.get("demande", ""))
        if demande is None or demande.fin < _maintenant():
            raise Refus("expired")
        return demande

    def _renvoyer(self, demande: Demande, valeurs: dict[str, str]) -> Reponse:
        commun = {"state": demande.parametres["state"], "iss": self.emetteur}
        return _vers(demande.parametres["redirect_uri"], {**valeurs, **commun})

    def _nettoyer(self) -> None:
        maintenant = _maintenant()
        for registre in (self._demandes, self._codes):
            for numero in [n for n, demande in registre.items() if demande.fin < maintenant]:
                del registre[numero]
        for registre in (self._demandes, self._acces):
            while len(registre) > DEMANDES_MAXIMUM:
                registre.pop(next(iter(registre)))

    def _page(self, nom: str, contexte: dict[str, Any], statut: int = HTTPStatus.OK) -> Reponse:
        texte = render_to_string(f"bac_a_sable/fournisseur/{nom}.html", {**contexte, "racine": RACINE})
        return Reponse(texte.encode(), statut)


def _identite(demande: Demande) -> Identite:
    if demande.identite is None:
        raise Refus("login_required")
    return demande.identite


def _vers(adresse: str, valeurs: dict[str, str]) -> Reponse:
    lien = f"{adresse}{'&' if urlsplit(adresse).query else '?'}{urlencode(valeurs)}"
    return Reponse(statut=HTTPStatus.FOUND, entetes={"Location": lien})


def _json(corps: dict[str, Any], statut: int = HTTPStatus.OK) -> Reponse:
    return Reponse(json.dumps(corps).encode(), statut, "application/json")


def _pareils(recu: str | None, attendu: str) -> bool:
    return hmac.compare_digest((recu or "").encode(), attendu.encode())


def _maintenant() -> float:
    return temps_reel().timestamp()
