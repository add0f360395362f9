"""The database engine of settings.DATABASES."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql import base
from psycopg import IsolationLevel

from ameli.noyau import processus
from ameli.noyau.disjoncteur import Disjoncteur
from ameli.noyau.postgresql.patience import PATIENCES, patience

PAS = 0.2  # seconds between two tries of a connection
REPOS = 1.0  # seconds during which nobody tries after one that failed
FRAICHE = 1.0  # seconds during which a connection that served is taken to be well
SONDE = 1.0  # seconds given to a connection that has been idle to show that it still works
DE_DJANGO: Any = base  # the stubs of Django do not know its cursors
POSTGRESQL = Disjoncteur("postgresql", REPOS)


class Injoignable(psycopg.OperationalError):
    """PostgreSQL failed a moment ago: it is not asked again yet."""


class Silence(psycopg.OperationalError):
    """The server holds the line and says nothing: stopped process, frozen machine, network that swallows."""


class ConnexionPatiente(psycopg.Connection[Any]):
    """A frozen server cannot keep its own limits, and a socket that it holds looks well: this side looks at its watch too."""

    silence: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        if timeout is not None or self.silence is None:
            return super().wait(gen, interval, timeout)
        debut = time.monotonic()
        try:
            return super().wait(gen, interval, self.silence)
        except psycopg.OperationalError:
            if time.monotonic() - debut < self.silence:
                raise
            self.pgconn.finish()  # an answer may still come: it would be taken for that of the next query
            raise Silence("no answer in time") from None


class CurseurQuiPrepare(DE_DJANGO.ServerBindingCursor):
    """Values travel beside the query, which the server parses and plans once for this connection."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        try:
            return super().execute(query, params, **options)
        except psycopg.errors.FeatureNotSupported:  # a migration changed a column under the plan
            self.connection.prepare_threshold = None
            if self.connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                raise
            return super().execute(query, params, **options)


class Operations(DE_DJANGO.DatabaseOperations):
    """Django's; a query whose values travelled beside it is shown with them, as any other."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str | None:
        de_django = super().last_executed_query
        return (
            self.compose_sql(sql, params) if isinstance(cursor, CurseurQuiPrepare) else de_django(cursor, sql, params)
        )


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with the patience of this process."""

    ops_class = Operations
    _prepare = False
    _servie_le = float("-inf")  # when a cursor was last asked for, by the clock of `time.monotonic`

    def get_connection_params(self) -> dict[str, Any]:
        parametres = super().get_connection_params()
        ici = patience()
        parametres.setdefault("application_name", f"ameli {processus.genre()}")
        parametres.setdefault("connect_timeout", ici.connexion)
        if not settings.POOLEUR:  # a pooler keeps the limits itself, in the lines that it opens
            parametres["prepare_threshold"] = 0  # by those cursors alone whose values travel beside the query
            parametres["options"] = f"{ici.options()} {parametres.get('options', '')}".strip()
        return parametres

    def get_new_connection(self, conn_params: dict[str, Any]) -> ConnexionPatiente:
        self.isolation_level = IsolationLevel.READ_COMMITTED
        ici = patience()
        connexion = ConnexionPatiente.connect(**conn_params) if ici.place is None else _insister(conn_params, ici.place)
        connexion.silence = ici.silence
        return connexion

    def create_cursor(self, name: str | None = None) -> Any:
        self._servie_le = time.monotonic()
        return CurseurQuiPrepare(self.connection) if self._prepare else super().create_cursor(name)

    def cursor_prepare(self) -> Any:
        """A cursor for queries that come again and again. A pooler would keep the plan on somebody else's line."""
        self._prepare = not settings.POOLEUR
        try:
            return self.cursor()
        finally:
            self._prepare = False

    def close_if_health_check_failed(self) -> None:
        """One that served a moment ago is asked nothing: had the server hung up, its last word would lie on the line."""
        de_django: Any = self  # the stubs do not know its switches
        if self.connection is None or not de_django.health_check_enabled or de_django.health_check_done:
            return
        if time.monotonic() - self._servie_le < FRAICHE and not self._a_du_courrier():
            de_django.health_check_done = True
        super().close_if_health_check_failed()

    def _a_du_courrier(self) -> bool:
        """Is there something to read that nobody asked for?"""
        prise = self.connection.pgconn
        if prise.status != psycopg.pq.ConnStatus.OK:
            return True
        return bool(select.select([prise.socket], [], [], 0)[0])

    def is_usable(self) -> bool:
        """One that sleeps behind a frozen server costs a second, then a new one takes its place."""
        with self._pour_voir():
            return super().is_usable()

    @contextmanager
    def _pour_voir(self) -> Iterator[None]:
        connexion = self.connection
        if connexion is None or connexion.silence is None:
            yield
            return
        habituel, connexion.silence = connexion.silence, min(SONDE, connexion.silence)
        try:
            yield
        finally:
            connexion.silence = habituel


@contextmanager
def avec_la_patience_de(genre: processus.Genre, connexion: BaseDatabaseWrapper | None = None) -> Iterator[None]:
    """In this block the database may take as long as for a process of this kind: for the few pages that do its work.

    Behind a pooler only this side waits longer: what is set on a session there would fall on somebody else.
    """
    ici = PATIENCES[genre]
    connexion = connexion or connections[DEFAULT_DB_ALIAS]
    connexion.ensure_connection()
    ligne = connexion.connection
    habituel, ligne.silence = ligne.silence, ici.silence
    du_serveur = {} if settings.POOLEUR else ici.gardees_par_le_serveur()
    with connexion.cursor() as curseur:
        for nom, secondes in du_serveur.items():
            curseur.execute("SELECT set_config(%s, %s, false)", [nom, f"{secondes * 1000:.0f}"])
    try:
        yield
    finally:
        if connexion.connection is ligne and not ligne.closed:  # a new one has its own patience already
            ligne.silence = habituel
            with connexion.cursor() as curseur:
                curseur.execute(
                    "SELECT set_config(name, reset_val, false) FROM pg_settings WHERE name = ANY(%s)",
                    [list(du_serveur)],
                )


def _insister(parametres: dict[str, Any], secondes: float) -> ConnexionPatiente:
    """A server that is full or restarts has a place soon. When it has none, nobody waits for it again for a while."""
    if not POSTGRESQL.laisse_passer():
        raise Injoignable("PostgreSQL failed a moment ago")
    fin = time.monotonic() + secondes
    while True:
        try:
            connexion = ConnexionPatiente.connect(**parametres)
        except psycopg.OperationalError as panne:
            if time.monotonic() >= fin:
                POSTGRESQL.echouer(panne)
                raise
            time.sleep(PAS)
        else:
            POSTGRESQL.reussir()
            return connexion
