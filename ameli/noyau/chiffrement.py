"""Encrypted model fields and keyed fingerprints.

At rest a value is `length of key id (1 byte) | key id | nonce (12 bytes) | AES-GCM text and tag`, as `bytea`.
The name of the column ("accounts.personne.nir") is authenticated with it: a ciphertext copied into another
column no longer opens. The first key of AMELI_CLES_CHIFFREMENT writes, all of them read; `manage.py tourner_cles`
rewrites with the first. What must be found again has a fingerprint beside it (`ameli.noyau.empreintes` keeps and turns it).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

T = TypeVar("T")
TAILLE_CLE = 32
TAILLE_NONCE = 12


class DechiffrementImpossible(RuntimeError):
    """The key is not known here, or the bytes were altered or moved; the message names the column, never the value."""


@dataclass(frozen=True)
class Trousseau:
    """The keys of one installation; `courante` is the id of the one that writes."""

    courante: str
    cles: dict[str, AESGCM]

    def chiffrer(self, clair: str, contexte: str) -> bytes:
        return self.chiffrer_octets(clair.encode(), contexte)

    def dechiffrer(self, octets: bytes, contexte: str) -> str:
        return self.dechiffrer_octets(octets, contexte).decode()

    def chiffrer_octets(self, clair: bytes, contexte: str) -> bytes:
        nonce = os.urandom(TAILLE_NONCE)
        return prefixe(self.courante) + nonce + self.cles[self.courante].encrypt(nonce, clair, contexte.encode())

    def dechiffrer_octets(self, octets: bytes, contexte: str) -> bytes:
        fin = 1 + octets[0]
        identifiant = octets[1:fin].decode("ascii", "replace")
        if identifiant not in self.cles:
            raise DechiffrementImpossible(f"{contexte}: unknown key {identifiant!r}; see AMELI_CLES_CHIFFREMENT")
        nonce, texte = octets[fin : fin + TAILLE_NONCE], octets[fin + TAILLE_NONCE :]
        try:
            return self.cles[identifiant].decrypt(nonce, texte, contexte.encode())
        except (InvalidTag, ValueError) as panne:
            raise DechiffrementImpossible(f"{contexte}: altered, or written for another column") from panne


def prefixe(identifiant: str) -> bytes:
    """The first bytes of what the key `identifiant` wrote."""
    return bytes([len(identifiant)]) + identifiant.encode("ascii")


def trousseau() -> Trousseau:
    """The keys of the settings. Raises ImproperlyConfigured when one cannot be read."""
    return _lire_trousseau(settings.CONFIGURATION["AMELI_CLES_CHIFFREMENT"])


@cache
def _lire_trousseau(texte: str) -> Trousseau:
    cles: dict[str, AESGCM] = {}
    for morceau in texte.split(","):
        identifiant, separateur, valeur = morceau.strip().partition(":")
        if not separateur or not identifiant.isascii() or not 1 <= len(identifiant) <= 32 or identifiant in cles:
            raise ImproperlyConfigured(
                "AMELI_CLES_CHIFFREMENT: each key is `id:base64`, ids of 1 to 32 characters, each once"
            )
        cles[identifiant] = AESGCM(_lire_cle(valeur, f"AMELI_CLES_CHIFFREMENT, key {identifiant}"))
    return Trousseau(next(iter(cles)), cles)


@cache
def _lire_cle(valeur: str, nom: str) -> bytes:
    try:
        octets = base64.b64decode(valeur, validate=True)
    except binascii.Error as faute:
        raise ImproperlyConfigured(f"{nom}: not base64") from faute
    if len(octets) != TAILLE_CLE:
        raise ImproperlyConfigured(f"{nom}: {len(octets)} bytes instead of {TAILLE_CLE}")
    return octets


def chiffrer_octets(clair: bytes, contexte: str) -> bytes:
    """The bytes of a file, to be kept at rest; `contexte` names its place ("documents.document:<public id>") and is authenticated."""
    return trousseau().chiffrer_octets(clair, contexte)


def dechiffrer_octets(octets: bytes, contexte: str) -> bytes:
    """What `chiffrer_octets` was given. Raises DechiffrementImpossible when altered, moved, or of an unknown key."""
    return trousseau().dechiffrer_octets(octets, contexte)


class Empreinte(str):
    """A fingerprint, as the first key of AMELI_CLE_EMPREINTE writes it; `anciennes` are those of the others, while it turns."""

    anciennes: tuple[str, ...] = ()

    @property
    def toutes(self) -> tuple[str, ...]:
        return (str(self), *self.anciennes)

    @property
    def premiere(self) -> str:
        """That of the oldest key, for a name that is given once and may not change with the keys."""
        return self.toutes[-1]

    def vaut(self, gardee: str) -> bool:
        """Is it the one that was kept, whichever key wrote it? In the same time for every answer."""
        return sum(hmac.compare_digest(une, gardee) for une in self.toutes) > 0


def empreinte(usage: str, valeur: str) -> Empreinte:
    """Keyed fingerprint of `valeur` (HMAC-SHA256, 64 hexadecimal characters): found again, never read back.

    `usage` ("nir", "iban") keeps two columns from being compared. The caller normalises `valeur` (spaces, case).
    """
    texte = f"{usage}\0{valeur}".encode()
    courante, *autres = cles_d_empreinte()
    lue = Empreinte(hmac.new(courante, texte, hashlib.sha256).hexdigest())
    if autres:
        lue.anciennes = tuple(hmac.new(cle, texte, hashlib.sha256).hexdigest() for cle in autres)
    return lue


def cles_d_empreinte() -> tuple[bytes, ...]:
    """The first one writes; more than one while it turns. Raises ImproperlyConfigured when one cannot be read."""
    return _lire_cles_d_empreinte(settings.CONFIGURATION["AMELI_CLE_EMPREINTE"])


@cache
def _lire_cles_d_empreinte(texte: str) -> tuple[bytes, ...]:
    return tuple(_lire_cle(morceau.strip(), "AMELI_CLE_EMPREINTE") for morceau in texte.split(","))


def en_donnees(nom: str, une: str) -> dict[str, Any]:
    """A fingerprint among what a due date keeps, to be read again by `de_donnees`."""
    anciennes = une.anciennes if isinstance(une, Empreinte) else ()
    return {nom: str(une), **({f"{nom}_anciennes": list(anciennes)} if anciennes else {})}


def de_donnees(nom: str, donnees: Mapping[str, Any]) -> Empreinte:
    une = Empreinte(donnees[nom])
    une.anciennes = tuple(donnees.get(f"{nom}_anciennes", ()))
    return une


def retrouver(cherchees: Iterable[str], trouvees: Mapping[str, T]) -> dict[str, T]:
    """What was found under the fingerprints that columns hold, by those that were looked for: the two differ while the key turns."""
    return {
        une: trouvees[gardee]
        for une in cherchees
        for gardee in (une.toutes if isinstance(une, Empreinte) else (une,))
        if gardee in trouvees
    }


class ChampChiffre(models.Field):
    """A text that is plain in Python and encrypted in the database. The empty string stays empty: it says nothing.

    It cannot be searched or compared, except with `isnull`: every other lookup raises FieldError.
    """

    description = "encrypted text"

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def contexte(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_lookup(self, lookup_name: str) -> type[models.Lookup] | None:
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.contexte} is encrypted: `{lookup_name}` cannot compare it. Look up its fingerprint."
            )
        return super().get_lookup(lookup_name)

    def to_python(self, value: Any) -> str | None:
        return value if value is None or isinstance(value, str) else str(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return value
        if value in ("", b""):
            return b""
        if not isinstance(value, str):
            raise TypeError(f"{self.contexte} takes a str, not {type(value).__name__}")
        return trousseau().chiffrer(value, self.contexte)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        if value is None:
            return None
        octets = bytes(value)
        return trousseau().dechiffrer(octets, self.contexte) if octets else ""

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": forms.CharField, **kwargs})


class ChampJsonChiffre(ChampChiffre):
    """A JSON value, encrypted."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        texte = super().from_db_value(value, expression, connection)
        return json.loads(texte) if texte else {}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or hasattr(value, "as_sql") or isinstance(value, (str, bytes)):
            return super().get_db_prep_value(value, connection, prepared)
        return super().get_db_prep_value(json.dumps(value, ensure_ascii=False), connection, prepared)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)
