"""How long a session lives: 15 minutes without activity, 12 hours in all, by the wall clock.

The last activity is written in the session at most once a minute, so that reading pages costs no query.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

OUVERTE = "session_ouverte_le"
ACTIVE = "session_active_le"
PROUVEE = "session_prouvee_le"
PAS = timedelta(minutes=1)


def ouvrir(session: Any, le: datetime) -> None:
    """Mark a session that begins: both limits count from here."""
    session[OUVERTE] = session[ACTIVE] = le.timestamp()


def prouver(session: Any, le: datetime) -> None:
    """The person proved who they are again (`accounts.connexion.reauthentification`)."""
    session[PROUVEE] = le.timestamp()


def prouvee_le(session: Any) -> datetime:
    """The last proof: the sign-in itself, or the password given again since."""
    return datetime.fromtimestamp(session.get(PROUVEE) or session.get(OUVERTE, 0), UTC)


def toucher(session: Any, le: datetime) -> None:
    """The person did something. Writes only when the last mark is more than a minute old."""
    if OUVERTE not in session:
        ouvrir(session, le)
    elif le - _lire(session, ACTIVE) > PAS:
        session[ACTIVE] = le.timestamp()


def expiree(session: Any, le: datetime) -> bool:
    """True when one of the two limits has passed. A session without marks has just begun."""
    return OUVERTE in session and fin(session, le) <= le


def fin(session: Any, le: datetime) -> datetime:
    """When the session ends if nothing more is done."""
    if OUVERTE not in session:
        return le + settings.SESSION_INACTIVITE
    return min(
        _lire(session, ACTIVE) + settings.SESSION_INACTIVITE,
        _lire(session, OUVERTE) + settings.SESSION_DUREE_MAXIMALE,
    )


def _lire(session: Any, cle: str) -> datetime:
    return datetime.fromtimestamp(session[cle], UTC)
