"""The antivirus port: clamd, spoken to over a socket (INSTREAM). Without `AMELI_CLAMD` there is none, and nobody waits for it."""

from __future__ import annotations

import struct
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from ameli.noyau import reseau

ATTENTE = 10.0  # seconds for one file, from the first byte to the last: a person waits for it at the other end
MORCEAU = 1 << 18
REPONSE_MAXIMUM = 4096


class AntivirusMuet(RuntimeError):
    """It did not answer, or answered that it could not tell: the file stays in quarantine."""


def configure() -> bool:
    """Is there one to ask?"""
    return bool(settings.ANTIVIRUS)


def analyser(octets: bytes) -> str:
    """The name of what was found, empty when nothing was or when there is no antivirus. Raises AntivirusMuet.

    It talks over the network: never call it in a transaction.
    """
    if not configure():
        return ""
    try:
        with _joindre(urlsplit(settings.ANTIVIRUS)) as ligne:
            ligne.sendall(b"zINSTREAM\0")
            for debut in range(0, len(octets), MORCEAU):
                morceau = octets[debut : debut + MORCEAU]
                ligne.sendall(struct.pack(">I", len(morceau)) + morceau)
            ligne.sendall(struct.pack(">I", 0))
            reponse = _ecouter(ligne)
    except OSError as panne:
        raise AntivirusMuet(type(panne).__name__) from panne
    return _comprendre(reponse)


def _joindre(adresse: SplitResult) -> reseau.Ligne:
    if adresse.scheme == "unix":
        return reseau.joindre_ici(adresse.path, ATTENTE)
    return reseau.joindre(adresse.hostname or "localhost", adresse.port or 3310, ATTENTE)


def _ecouter(ligne: reseau.Ligne) -> bytes:
    recu = b""
    while b"\0" not in recu and len(recu) < REPONSE_MAXIMUM:
        suite = ligne.recv(REPONSE_MAXIMUM)
        if not suite:
            break
        recu += suite
    return recu


def _comprendre(reponse: bytes) -> str:
    """ "stream: OK", "stream: <name> FOUND"; anything else is no answer."""
    phrase = reponse.rstrip(b"\0\n").decode("utf-8", "replace")
    if phrase == "stream: OK":
        return ""
    if phrase.startswith("stream: ") and phrase.endswith(" FOUND"):
        return phrase.removeprefix("stream: ").removesuffix(" FOUND") or "unnamed"
    raise AntivirusMuet(phrase[:120] or "closed the line")
