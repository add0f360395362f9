"""The practice people as they were installed, put back in a fraction of a second: copied once inside PostgreSQL.

`horloge remettre` does the same for a teacher by installing everybody anew, which takes seconds; its own tests are in
tests/bac_a_sable/. Here each journey starts from the copy.
"""

from __future__ import annotations

import time

import psycopg
import redis
from psycopg import sql

COPIE = "depart"
JOURNAL = ("noyau_entree", "noyau_maillon")  # people keep their identifiers here: what was told of them goes as well
ESSAIS = 10


class Population:
    """The copy of one site's business tables."""

    def __init__(self, base: str, cache: str) -> None:
        from ameli.bac_a_sable.installation import tables_a_vider

        self.connexion = psycopg.connect(base, autocommit=True)
        self.cache = redis.Redis.from_url(cache)
        self.tables = [sql.Identifier(table) for table in [*tables_a_vider(), *JOURNAL]]

    def copier(self) -> None:
        self.connexion.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(COPIE)))
        for table in self.tables:
            self.connexion.execute(
                sql.SQL("CREATE TABLE {}.{} AS TABLE public.{}").format(sql.Identifier(COPIE), table, table)
            )

    def remettre(self) -> None:
        """Everybody as on the first day, at the true time. Sequences go on, as they do for a teacher."""
        self._laisser_arriver()
        for essai in range(ESSAIS):
            try:
                with self.connexion.transaction():
                    self._remettre()
                break
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
                if essai == ESSAIS - 1:
                    raise
        self.cache.flushdb()

    def _laisser_arriver(self) -> None:
        """What is in flight arrives now, and not in the letter boxes of the next journey; what was still waiting never leaves."""
        self.connexion.execute("UPDATE noyau_envoi SET essai_le = 'infinity' WHERE etat = 'EN_ATTENTE'")
        for _ in range(100):
            if self.connexion.execute("SELECT 1 FROM noyau_envoi WHERE etat = 'EN_VOL' LIMIT 1").fetchone() is None:
                return
            time.sleep(0.03)

    def _remettre(self) -> None:
        self.connexion.execute("SET LOCAL lock_timeout = '3s'")
        self.connexion.execute("SET LOCAL session_replication_role = replica")  # the copy was checked when it was made
        self.connexion.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(self.tables)))
        for table in self.tables:
            self.connexion.execute(
                sql.SQL("INSERT INTO public.{} SELECT * FROM {}.{}").format(table, sql.Identifier(COPIE), table)
            )
        self.connexion.execute("UPDATE noyau_decalage SET secondes = 0")

    def fermer(self) -> None:
        self.connexion.close()
        self.cache.close()
