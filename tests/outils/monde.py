"""The practice world in the database of a test, without the seconds that installing it takes: told once in a process, then
copied from memory. For tests that read its rows; those of the installation itself install.
"""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.db import connection

from ameli.bac_a_sable.histoires.copie import ranger
from ameli.bac_a_sable.installation import installer
from ameli.noyau import horloge

JAMAIS = {"django_migrations", "django_content_type", "auth_permission"}
AVANT = timedelta(minutes=2)  # it is older than the test that copies it, which begins at the same instant
_gardes: dict[str, dict[str, bytes]] = {}


def monde_installe() -> None:
    """The people, payments and messages of the practice site, as `installer()` makes them at the instant of this test."""
    cle = f"{horloge.temps_reel():%Y%m%d%H}"
    if cle not in _gardes:
        vides = [
            table for table in connection.introspection.table_names() if table not in JAMAIS and not _pleine(table)
        ]
        with time_machine.travel(horloge.temps_reel() - AVANT):
            installer()
        _gardes[cle] = {table: _lire(table) for table in vides if _pleine(table)}
        return
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL session_replication_role = replica")  # they were checked when they were made
        for table, lignes in _gardes[cle].items():
            with curseur.cursor.copy(f"COPY {connection.ops.quote_name(table)} FROM STDIN (FORMAT BINARY)") as copie:
                copie.write(lignes)
        curseur.execute("SET LOCAL session_replication_role = origin")
    ranger()  # cleaned after the last rollback, these tables are said to be empty: a query on all of them takes minutes


def _pleine(table: str) -> bool:
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT EXISTS (SELECT FROM {connection.ops.quote_name(table)})")
        return bool(curseur.fetchone()[0])


def _lire(table: str) -> bytes:
    with (
        connection.cursor() as curseur,
        curseur.cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT (FORMAT BINARY)") as copie,
    ):
        return b"".join(bytes(morceau) for morceau in copie)
