"""When a failed attempt is tried again, by what failed."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from ameli.noyau.envois.models import Envoi


class Cause(Enum):
    """Whose fault it is: nobody answered, "later", or "never"."""

    LIAISON = "liaison"
    PASSAGERE = "passagère"
    DEFINITIVE = "définitive"


@dataclass(frozen=True)
class EchecEnvoi(Exception):
    """An attempt that did not succeed. `detail` has no personal data in it."""

    cause: Cause
    detail: str

    def __str__(self) -> str:
        return self.detail


def _minutes(*durees: float) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=duree) for duree in durees)


PASSAGERES = _minutes(1, 5, 15, 60, 4 * 60, 12 * 60)
# Our line or their server is down: it is not the message's fault, so it is tried again until it is old.
LIAISONS = _minutes(0.5, 1, 5, 15)
AGE_MAXIMUM = timedelta(days=5)
# A person is waiting for what the partner says: after this, the handler is told that it is unavailable.
APPELS = _minutes(1 / 6, 0.5, 2, 10)


def attente(envoi: Envoi, cause: Cause, age: timedelta) -> timedelta | None:
    """How long to wait after the failed attempt number `envoi.essais` (from 1), or None to give up."""
    if cause is Cause.DEFINITIVE:
        return None
    if envoi.canal == Envoi.Canal.APPEL:
        return APPELS[envoi.essais - 1] if envoi.essais <= len(APPELS) else None
    if cause is Cause.LIAISON:
        return LIAISONS[min(envoi.essais, len(LIAISONS)) - 1] if age < AGE_MAXIMUM else None
    return PASSAGERES[envoi.essais - 1] if envoi.essais <= len(PASSAGERES) else None


def echec_smtp(panne: Exception) -> EchecEnvoi:
    """What an exception of smtplib means. 5xx is final, 4xx passes, anything else is the line."""
    codes: list[int] = []
    if isinstance(panne, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in panne.recipients.values()]
    elif isinstance(panne, smtplib.SMTPAuthenticationError):
        return EchecEnvoi(Cause.LIAISON, f"SMTP {panne.smtp_code}: the mail server refuses our password")
    elif isinstance(panne, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return EchecEnvoi(Cause.LIAISON, f"SMTP {panne.smtp_code} at connection")
    elif isinstance(panne, smtplib.SMTPResponseException):
        codes = [panne.smtp_code]
    if not codes or max(codes) < 400:
        return EchecEnvoi(Cause.LIAISON, type(panne).__name__)
    return EchecEnvoi(Cause.DEFINITIVE if max(codes) >= 500 else Cause.PASSAGERE, f"SMTP {max(codes)}")


def echec_http(statut: int) -> EchecEnvoi:
    """What an HTTP status that is not 2xx means."""
    passagere = statut >= 500 or statut in (408, 425, 429)
    return EchecEnvoi(Cause.PASSAGERE if passagere else Cause.DEFINITIVE, f"HTTP {statut}")
