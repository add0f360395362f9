"""A provider of identity inside the test: the true exchange, each piece of which a test may falsify.

`faux.jeton`, `faux.informations`, `faux.entete` and `faux.cles` are changed before the return; `aller_et_revenir` plays the browser.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.test import Client
from django.urls import reverse
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from accounts.connexion.franceconnect import client as lien
from ameli.noyau.horloge import temps_reel

EMETTEUR, CLIENT = "https://fc.exemple/api/v2", "compte-ameli"
SUB = "4f2ac0ffee" * 6 + "v1"
LEA = {
    "family_name": "DUPRAT", "given_name": "LEA", "gender": "female", "birthdate": "1990-06-15", "birthplace": "40192",
    "birthcountry": "99100", "email": "lea.fc@exemple.fr",
}  # fmt: skip


@cache
def cle_ec(nom: str = "a") -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def cle_rsa(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def publique(cle: Any, kid: str, **plus: Any) -> dict[str, Any]:
    algorithme = RSAAlgorithm if isinstance(cle, rsa.RSAPrivateKey) else ECAlgorithm
    return {**algorithme.to_jwk(cle.public_key(), as_dict=True), "kid": kid, "use": "sig", **plus}


class Faux:
    """What the provider would say. A function in `signer` replaces the whole ID token."""

    def __init__(self) -> None:
        self.cles: list[dict[str, Any]] = [publique(cle_ec(), "k1"), publique(cle_rsa(), "r1")]
        self.cle, self.algorithme, self.kid = cle_ec(), "ES256", "k1"
        self.entete: dict[str, Any] = {}
        self.jeton: dict[str, Any] = {}
        self.informations: dict[str, Any] = dict(LEA)
        self.signer: Callable[[dict[str, Any]], str] | None = None
        self.signer_informations: Callable[[dict[str, Any]], str] | None = None
        self.genre_des_informations = "application/jwt"
        self.decouverte: dict[str, Any] = {}
        self.reponse_du_jeton: dict[str, Any] = {}
        self.pannes: dict[str, Any] = {}
        self.demandes: list[str] = []
        self.autorisation: dict[str, str] = {}

    # The HTTP side

    def request(self, methode: str, url: str, data: Any = None, headers: Any = None, **_: Any) -> requests.Response:
        chemin = url.removeprefix(EMETTEUR)
        self.demandes.append(chemin)
        panne = self.pannes.get(chemin)
        if isinstance(panne, Exception):
            raise panne
        if isinstance(panne, int):
            return lien_reponse(b"{}", "application/json", panne)
        if chemin == "/.well-known/openid-configuration":
            return _json({
                "issuer": EMETTEUR, "authorization_endpoint": f"{EMETTEUR}/authorize", "token_endpoint": f"{EMETTEUR}/token",
                "userinfo_endpoint": f"{EMETTEUR}/userinfo", "jwks_uri": f"{EMETTEUR}/jwks",
                "end_session_endpoint": f"{EMETTEUR}/session/end", **self.decouverte,
            })  # fmt: skip
        if chemin == "/jwks":
            return _json({"keys": self.cles})
        if chemin == "/token":
            return self._jeton(data)
        assert chemin == "/userinfo" and headers == {"Authorization": "Bearer acces"}
        dits = {"iss": EMETTEUR, "aud": CLIENT, "sub": SUB, **self.informations}
        signer = self.signer_informations or self._signer
        return lien_reponse(signer(dits).encode(), self.genre_des_informations)

    def _jeton(self, data: dict[str, str]) -> requests.Response:
        assert data["client_id"] == CLIENT and data["client_secret"] == "secret" and data["code"] == "code"
        defi = base64.urlsafe_b64encode(hashlib.sha256(data["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        assert defi == self.autorisation["code_challenge"]
        le = int(temps_reel().timestamp())
        dits = {
            "iss": EMETTEUR, "aud": CLIENT, "sub": SUB, "iat": le, "exp": le + 60, "acr": "eidas1",
            "nonce": self.autorisation["nonce"], **self.jeton,
        }  # fmt: skip
        dits = {nom: valeur for nom, valeur in dits.items() if valeur is not ...}
        signe = (self.signer or self._signer)(dits)
        return _json({"access_token": "acces", "token_type": "Bearer", "id_token": signe, **self.reponse_du_jeton})

    def _signer(self, dits: dict[str, Any]) -> str:
        return jwt.encode(dits, self.cle, algorithm=self.algorithme, headers={"kid": self.kid, **self.entete})

    # The browser

    def partir(self, navigateur: Client, **donnees: str) -> dict[str, str]:
        """Press the button; what our site asked of the provider."""
        reponse = navigateur.post(reverse("franceconnect"), donnees)
        assert reponse.status_code == 302, reponse.content
        if not reponse["Location"].startswith(EMETTEUR):
            return {"ecran": reponse["Location"]}
        demande = urlsplit(reponse["Location"])
        self.autorisation = {nom: valeurs[0] for nom, valeurs in parse_qs(demande.query).items()}
        return self.autorisation

    def aller_et_revenir(self, navigateur: Client, **retour: Any) -> Any:
        """The whole journey; the answer to the return."""
        demande = self.partir(navigateur)
        valeurs = {"code": "code", "state": demande.get("state", ""), "iss": EMETTEUR, **retour}
        return navigateur.get(reverse("franceconnect_retour"), {n: v for n, v in valeurs.items() if v is not ...})


class _Session:
    def __init__(self, faux: Faux) -> None:
        self.faux = faux

    def __enter__(self) -> _Session:
        return self

    def __exit__(self, *_: Any) -> None: ...

    def request(self, methode: str, url: str, **options: Any) -> requests.Response:
        reponse = self.faux.request(methode, url, **options)
        lien._en_panne(reponse)
        return reponse

    def get(self, url: str, **options: Any) -> requests.Response:
        return self.request("GET", url, **options)


def lien_reponse(corps: bytes, genre: str, statut: int = 200) -> requests.Response:
    reponse = requests.Response()
    reponse._content, reponse.status_code = corps, statut
    reponse.headers["Content-Type"] = genre
    return reponse


def _json(corps: dict[str, Any]) -> requests.Response:
    return lien_reponse(json.dumps(corps).encode(), "application/json")


@pytest.fixture
def faux(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Faux:
    settings.FRANCECONNECT = {**settings.FRANCECONNECT, "emetteur": EMETTEUR, "client": CLIENT, "secret": "secret"}
    seul = secrets.token_hex(8)  # the cache is shared by the processes that run tests
    monkeypatch.setattr(lien, "_cle", lambda nom: f"franceconnect:{seul}:{nom}")
    un = Faux()
    monkeypatch.setattr(lien.Exterieur, "get_requests_session", lambda self: _Session(un))
    return un
