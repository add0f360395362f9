"""When a failed attempt is tried again, by what failed."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from ameli.noyau.envois.models import REFUS_DU_RELAIS, Envoi
from ameli.noyau.envois.smtp import FinIncertaine


class Cause(Enum):
    """Whose fault it is, and what is known of the message (docs/decisions/0028-services-du-dehors.md)."""

    LIAISON = "nobody answered, or it is us whom they refuse: no message is to blame"
    COUPURE = "somebody answered, then the conversation broke: perhaps this message, perhaps the line"
    INCERTAINE = "the message was handed over, the answer never came: it may have left"
    PASSAGERE = "later"
    DEFINITIVE = "never"


@dataclass(frozen=True)
class EchecEnvoi(Exception):
    """An attempt that did not succeed. `detail` has no personal data in it. `adresse`: the address itself was refused.

    `repos`: how long the other side asks to be left alone.
    """

    cause: Cause
    detail: str
    adresse: bool = False
    repos: timedelta = timedelta(0)

    def __str__(self) -> str:
        return self.detail


def _minutes(*durees: float) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=duree) for duree in durees)


PASSAGERES = _minutes(1, 5, 15, 60, 4 * 60, 12 * 60)
# Our line or their server is down: it is not the message's fault, so it is tried again until it is old.
LIAISONS = _minutes(0.5, 1, 5, 15)
AGE_MAXIMUM = timedelta(days=5)
# What may have left already goes once more, behind what has not: with its Message-ID, by which copies are told apart.
INCERTAINE = timedelta(minutes=30)
# A person is waiting for what the partner says: after this, the handler is told that it is unavailable.
APPELS = _minutes(1 / 6, 0.5, 2, 10)
TROP_DE_DEMANDES = 429
REPOS_MAXIMUM = timedelta(hours=1)  # of what a partner asks for


def attente(envoi: Envoi, cause: Cause, age: timedelta) -> timedelta | None:
    """How long to wait after the failed attempt number `envoi.essais` (from 1), or None to give up."""
    if cause is Cause.DEFINITIVE:
        return None
    if envoi.canal == Envoi.Canal.APPEL:
        return APPELS[envoi.essais - 1] if envoi.essais <= len(APPELS) else None
    if cause is Cause.INCERTAINE:
        return INCERTAINE if envoi.incertains == 1 else None
    if cause in (Cause.LIAISON, Cause.COUPURE):
        attentes = LIAISONS if cause is Cause.LIAISON else PASSAGERES
        return attentes[min(envoi.essais, len(attentes)) - 1] if age < AGE_MAXIMUM else None
    return PASSAGERES[envoi.essais - 1] if envoi.essais <= len(PASSAGERES) else None


# Replies about us, whatever was asked: authentication required, too weak, refused, or to be encrypted.
CODES_D_ACCES = {530, 534, 535, 538}
TROP_GROS = 552
FERMETURE = 421  # « I am closing the line »: said of no message
# What RFC 3463 says of an address: it does not exist (1.x), its mailbox is closed (2.1). Servers that say neither mean it too.
ETENDU = re.compile(rb"5\.(\d{1,3})\.(\d{1,3})")


def echec_a_l_ouverture(panne: Exception) -> EchecEnvoi:
    """What it means that the mail server could not be spoken to: it is away, or it refuses us for good."""
    if isinstance(panne, smtplib.SMTPResponseException):
        return _refus(f"SMTP {panne.smtp_code}") if panne.smtp_code >= 500 else _ligne(f"SMTP {panne.smtp_code}")
    if isinstance(panne, smtplib.SMTPServerDisconnected | ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return _ligne(type(panne).__name__)
    if isinstance(
        panne, smtplib.SMTPException | ssl.SSLError
    ):  # no STARTTLS, no way to sign in, a certificate not to trust
        return _refus(type(panne).__name__)
    return _ligne(type(panne).__name__)


def echec_smtp(panne: Exception) -> EchecEnvoi:
    """What it means that one mail did not leave: 5xx is final, 4xx passes, anything else is a broken conversation."""
    if isinstance(panne, FinIncertaine):
        return EchecEnvoi(Cause.INCERTAINE, "no answer after the message: it may have left")
    if isinstance(panne, smtplib.SMTPRecipientsRefused):
        code, dit = next(iter(panne.recipients.values()))
    elif isinstance(panne, smtplib.SMTPResponseException):
        code, dit = panne.smtp_code, b""
    elif isinstance(panne, smtplib.SMTPNotSupportedError):
        return EchecEnvoi(Cause.DEFINITIVE, "the mail server cannot write this address")
    else:
        return EchecEnvoi(Cause.COUPURE, type(panne).__name__)
    expediteur = isinstance(panne, smtplib.SMTPSenderRefused) and code >= 500 and code != TROP_GROS
    if code in CODES_D_ACCES or expediteur:
        return _refus(f"SMTP {code}")
    if code == FERMETURE:
        return _ligne(f"SMTP {code}")
    if code < 400:
        return EchecEnvoi(Cause.COUPURE, type(panne).__name__)
    if code < 500:
        return EchecEnvoi(Cause.PASSAGERE, f"SMTP {code}")
    destinataire = isinstance(panne, smtplib.SMTPRecipientsRefused)
    return EchecEnvoi(Cause.DEFINITIVE, f"SMTP {code}", adresse=destinataire and _adresse_en_cause(dit))


def _adresse_en_cause(dit: bytes | str) -> bool:
    etendu = ETENDU.search(dit if isinstance(dit, bytes) else dit.encode())
    return etendu is None or etendu[1] == b"1" or etendu.groups() == (b"2", b"1")


def _ligne(detail: str) -> EchecEnvoi:
    return EchecEnvoi(Cause.LIAISON, detail)


def _refus(detail: str) -> EchecEnvoi:
    return EchecEnvoi(Cause.LIAISON, f"{REFUS_DU_RELAIS}: {detail}")


def echec_http(statut: int, entetes: Mapping[str, str] | None = None) -> EchecEnvoi:
    """What an HTTP status that is not 2xx means. « Too many requests » is of no message: the others of its round wait too."""
    if statut == TROP_DE_DEMANDES:
        return EchecEnvoi(Cause.LIAISON, f"HTTP {statut}", repos=_repos(entetes or {}))
    passagere = statut >= 500 or statut in (408, 425)
    return EchecEnvoi(Cause.PASSAGERE if passagere else Cause.DEFINITIVE, f"HTTP {statut}")


def _repos(entetes: Mapping[str, str]) -> timedelta:
    """`Retry-After`, in seconds."""
    dit = next((valeur.strip() for nom, valeur in entetes.items() if nom.lower() == "retry-after"), "")
    return min(timedelta(seconds=int(dit)), REPOS_MAXIMUM) if dit.isascii() and dit.isdigit() else timedelta(0)
