"""Queries counted and shown: a budget is asserted exactly, and a change in the queries shows in a snapshot."""

from __future__ import annotations

import re
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

_LITTERAUX = re.compile(r"'(?:[^']|'')*'(?:::\w+)?|\b\d+\b")

TUES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", 'SELECT "django_session"')


def normaliser(sql: str) -> str:
    """The query without its values, so that two runs give the same text."""
    sans_valeurs = _LITTERAUX.sub("?", sql)
    colonnes = re.sub(r"SELECT .+? FROM ", "SELECT … FROM ", sans_valeurs, count=1)
    return re.sub(r"\(\?(?:, \?)+\)", "(?, …)", colonnes)


@contextmanager
def requetes():
    """The normalised queries made inside the block, as a list filled at its end. Left out: BEGIN, COMMIT, savepoints, and the
    session that every page of somebody reads first.
    """
    vues: list[str] = []
    with CaptureQueriesContext(connection) as capture:
        yield vues
    vues.extend(
        normaliser(requete["sql"]) for requete in capture.captured_queries if not requete["sql"].startswith(TUES)
    )
