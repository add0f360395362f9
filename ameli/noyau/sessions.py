"""Sessions are rows of PostgreSQL, read at each request: one that was ended is over at once, whatever another server remembers.

A copy in Redis would save a query, and give a session back its life when Redis, away while it was ended, returns.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.db.models import QuerySet

from ameli.noyau.horloge import temps_reel
from ameli.noyau.preparees import preparee


@preparee
def _vivantes(cle: str, le: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=cle, expire_date__gt=le)


class SessionStore(db.SessionStore):
    """settings.SESSION_ENGINE. Django's, which takes a database that does not answer for a session that was ended."""

    def _get_session_from_db(self) -> Any:
        lues = _vivantes(self.session_key or "", temps_reel())
        if not lues:
            self._session_key = None
        return next(iter(lues), None)

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except UpdateError as refus:
            if isinstance(refus.__context__, OperationalError):
                raise refus.__context__ from None
            raise
