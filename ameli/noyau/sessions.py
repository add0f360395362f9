"""Sessions are rows of PostgreSQL, read at each request: one that was ended is over at once, whatever another server remembers.

A copy in Redis would save a query, and give a session back its life when Redis, away while it was ended, returns.
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError


class SessionStore(db.SessionStore):
    """settings.SESSION_ENGINE. Django's, which takes a database that does not answer for a session that was ended."""

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except UpdateError as refus:
            if isinstance(refus.__context__, OperationalError):
                raise refus.__context__ from None
            raise
