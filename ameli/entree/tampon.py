"""Where a body waits until it is whole: a little in memory, the rest in a file without a name that only this process can read."""

from __future__ import annotations

import os
import threading
from io import BufferedReader, RawIOBase
from tempfile import SpooledTemporaryFile
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

EN_MEMOIRE = 64 << 10  # bytes of one body before the file: any form, no photo


class ReservePleine(Exception):
    """Too many bytes of bodies wait in this process."""


class Reserve:
    """How many bytes all the bodies that wait may hold together."""

    def __init__(self, octets: int) -> None:
        self.libre = octets
        self._verrou = threading.Lock()

    def prendre(self, octets: int) -> None:
        """Raises ReservePleine."""
        with self._verrou:
            if octets > self.libre:
                raise ReservePleine
            self.libre -= octets

    def rendre(self, octets: int) -> None:
        with self._verrou:
            self.libre += octets


class Tampon(RawIOBase):
    """Written once from the start, then read once from the start: `ajouter` … `relire`.

    Bytes are encrypted under a key that is drawn for this body and never leaves the memory: a health paper does not lie
    in clear on a disk, not even in a file that has lost its name. Nothing authenticates them, since nobody else writes.
    """

    def __init__(self, reserve: Reserve) -> None:
        chiffre = Cipher(AES(os.urandom(32)), CTR(os.urandom(16)))
        self._chiffrer, self._dechiffrer = chiffre.encryptor(), chiffre.decryptor()
        self._fichier = SpooledTemporaryFile(max_size=EN_MEMOIRE)  # noqa: SIM115  it lives as long as this object
        self._reserve = reserve
        self.taille = 0  # bytes

    def ajouter(self, octets: bytes) -> None:
        """Raises ReservePleine, and OSError when the disk is full."""
        self._reserve.prendre(len(octets))
        self.taille += len(octets)
        self._fichier.write(self._chiffrer.update(octets))

    def relire(self) -> BufferedReader:
        """The `wsgi.input` of the body."""
        self._fichier.seek(0)
        return BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, cible: Any) -> int:
        vue = memoryview(cible)
        octets = self._dechiffrer.update(self._fichier.read(len(vue)))
        vue[: len(octets)] = octets
        return len(octets)

    def close(self) -> None:
        if not self.closed:
            self._fichier.close()
            self._reserve.rendre(self.taille)
        super().close()
