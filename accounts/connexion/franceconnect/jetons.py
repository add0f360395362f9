"""Signed tokens of FranceConnect: what makes one acceptable. Pure, but for the wall clock by which PyJWT judges dates.

Only RS256 and ES256, chosen by the key and never by the token; a key of the provider, named by `kid`; issuer, audience,
dates, nonce and level of assurance checked. Each refusal says which rule was broken, for the log; the person reads none.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import jwt
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from ameli.noyau.horloge import temps_reel

ALGORITHMES = {"RSA": "RS256", "EC": "ES256"}
NIVEAUX = frozenset({"eidas1", "eidas2", "eidas3"})  # the one that we ask for, and the stronger ones
TOLERANCE = 30  # seconds between two clocks
FRAICHEUR = 600  # seconds: the token was made for the sign-in that is going on
TAILLE = 16_384
BITS_RSA = 2048


class JetonRefuse(ValueError):
    """The token is not to be believed; the message names the rule, never a value."""


class CleInconnue(JetonRefuse):
    """No key of this name: the provider may have changed its keys since we read them."""


def verifier_identite(
    jeton: str, *, cles: dict[str, Any], emetteur: str, client: str, nonce: str, jeton_d_acces: str
) -> dict[str, Any]:
    """The claims of an ID token. Raises JetonRefuse."""
    dits = _lire(jeton, cles, emetteur, client, exiges=("iss", "aud", "exp", "iat", "sub", "nonce", "acr"))
    if not isinstance(dits["nonce"], str) or not hmac.compare_digest(dits["nonce"].encode(), nonce.encode()):
        raise JetonRefuse("nonce")
    if not isinstance(dits["acr"], str) or dits["acr"] not in NIVEAUX:
        raise JetonRefuse("acr")
    if dits.get("azp", client) != client:
        raise JetonRefuse("azp")
    if temps_reel().timestamp() - dits["iat"] > FRAICHEUR:
        raise JetonRefuse("iat: too old")
    if "at_hash" in dits and dits["at_hash"] != empreinte_d_acces(jeton_d_acces):
        raise JetonRefuse("at_hash")
    return dits


def verifier_informations(jeton: str, *, cles: dict[str, Any], emetteur: str, client: str, sub: str) -> dict[str, Any]:
    """The claims of userinfo, signed as the ID token is and about the same `sub`. Raises JetonRefuse."""
    dits = _lire(jeton, cles, emetteur, client, exiges=("iss", "aud", "sub"))
    if not hmac.compare_digest(dits["sub"].encode(), sub.encode()):
        raise JetonRefuse("sub: userinfo is about somebody else")
    return dits


def empreinte_d_acces(jeton_d_acces: str) -> str:
    """`at_hash` (OpenID Connect Core § 3.1.3.6), for the two algorithms of 256 bits."""
    moitie = hashlib.sha256(jeton_d_acces.encode()).digest()[:16]
    return base64.urlsafe_b64encode(moitie).rstrip(b"=").decode()


def _lire(jeton: str, cles: dict[str, Any], emetteur: str, client: str, *, exiges: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(jeton, str) or not 0 < len(jeton) <= TAILLE or jeton.count(".") != 2:
        raise JetonRefuse("form")
    try:
        entete = jwt.get_unverified_header(jeton)
        algorithme, cle = _cle(entete, cles)
        dits = jwt.decode(
            jeton, key=cle, algorithms=[algorithme], issuer=emetteur, audience=client, leeway=TOLERANCE,
            options={"require": list(exiges), "strict_aud": False},
        )  # fmt: skip
    except jwt.PyJWTError as faute:
        raise JetonRefuse(type(faute).__name__) from faute
    if dits["aud"] not in (client, [client]):
        raise JetonRefuse("aud: made for others too")
    if not isinstance(dits["sub"], str) or not 0 < len(dits["sub"]) <= 255:
        raise JetonRefuse("sub")
    return dits


def _cle(entete: dict[str, Any], cles: dict[str, Any]) -> tuple[str, Any]:
    """The algorithm and the key for this header: exactly one key has that name, and it imposes its algorithm."""
    if "crit" in entete:
        raise JetonRefuse("crit")
    if entete.get("alg") not in ALGORITHMES.values():
        raise JetonRefuse("alg")
    kid = entete.get("kid")
    if not isinstance(kid, str) or not kid:
        raise JetonRefuse("kid: missing")
    liste = cles.get("keys") if isinstance(cles, dict) else None
    connues = [une for une in liste or () if isinstance(une, dict) and une.get("kid") == kid]
    if not connues:
        raise CleInconnue("kid: unknown")
    if len(connues) > 1:
        raise JetonRefuse("kid: twice")
    cle = connues[0]
    algorithme = ALGORITHMES.get(str(cle.get("kty")), "")
    if entete["alg"] != algorithme or cle.get("alg", algorithme) != algorithme:
        raise JetonRefuse("alg: not the one of the key")
    if cle.get("use", "sig") != "sig" or "d" in cle:
        raise JetonRefuse("key: not a public key for signatures")
    return algorithme, _publique(cle, algorithme)


def _publique(cle: dict[str, Any], algorithme: str) -> Any:
    if algorithme == "RS256":
        publique = RSAAlgorithm.from_jwk(cle)
        if publique.key_size < BITS_RSA:
            raise JetonRefuse("key: too short")
        return publique
    if cle.get("crv") != "P-256":
        raise JetonRefuse("key: curve")
    return ECAlgorithm.from_jwk(cle)
