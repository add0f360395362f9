"""The embedded servers: PostgreSQL and Redis (Valkey) as our own children, from the binaries of two packages.

Both listen only on a unix socket in a private folder, so no port can clash. PostgreSQL refuses to run as
root: then it runs as an unprivileged account. Both end with their parent, however it dies.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from ameli.superviseur.emplacements import binaire_redis, binaires_postgres, dossier_de_sockets, sans_droits
from ameli.superviseur.processus import mourir_avec_le_parent, processus_dans, vit

ORPHELINS = 20  # seconds that PostgreSQL's children may take to leave after their parent was killed


class Postgres:
    """One PostgreSQL cluster in `dossier`, its socket beside the data."""

    def __init__(self, dossier: Path, options: dict[str, str] | None = None) -> None:
        self.dossier = dossier
        self.donnees = dossier / "donnees"
        self.sockets = dossier_de_sockets(dossier, ".s.PGSQL.5432.lock")
        self.options = options or {}
        self.processus: subprocess.Popen | None = None

    def url(self, base: str = "postgres") -> str:
        return f"postgres://ameli@{quote(str(self.sockets), safe='')}/{base}"

    def preparer(self) -> None:
        """Create the cluster when it does not exist yet. One made halfway has no mark, and is made again."""
        droits = sans_droits()
        for dossier in (self.dossier, self.sockets):
            dossier.mkdir(parents=True, exist_ok=True)
            if droits:
                os.chown(dossier, droits["user"], droits["group"])
            dossier.chmod(0o700)
        if (self.donnees / "PG_VERSION").exists() and (self.dossier / "complet").exists():
            return
        shutil.rmtree(self.donnees, ignore_errors=True)
        cree = subprocess.run(
            [binaires_postgres() / "initdb", "-D", self.donnees, "-U", "ameli", "-A", "trust",
             "-E", "UTF8", "--no-locale", "--no-instructions"],
            check=False, capture_output=True, text=True, cwd="/", **droits,
        )  # fmt: skip
        if cree.returncode:
            raise RuntimeError(f"PostgreSQL could not be installed in {self.donnees}: {cree.stderr.strip()}")
        (self.dossier / "complet").touch()

    def demarrer(self) -> None:
        self.lancer()
        self._attendre()

    def lancer(self) -> None:
        """Start without waiting for the answer."""
        self.preparer()
        self._oublier_les_morts()
        reglages = {"listen_addresses": "", "unix_socket_directories": str(self.sockets), **self.options}
        arguments = [f"--{nom}={valeur}" for nom, valeur in reglages.items()]
        with open(self.dossier / "postgres.log", "ab") as sortie:
            self.processus = subprocess.Popen(
                [binaires_postgres() / "postgres", "-D", self.donnees, *arguments],
                stdout=sortie, stderr=sortie, cwd="/", start_new_session=True,
                preexec_fn=mourir_avec_le_parent(signal.SIGINT), **sans_droits(),
            )  # fmt: skip

    def _oublier_les_morts(self) -> None:
        """Wait until the children of a killed server are gone, then remove the lock of a process that runs no more.

        PostgreSQL takes a zombie for a living server. The lock goes only when no process stands in the data: under
        a living one it would cost the data.
        """
        fin = time.monotonic() + ORPHELINS
        while processus_dans(self.donnees) and time.monotonic() < fin:
            time.sleep(0.05)
        for verrou in (self.donnees / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            try:
                pid = int(verrou.read_text().split("\n", 1)[0])
            except (OSError, ValueError):
                continue
            if not vit(pid) and not processus_dans(self.donnees):
                verrou.unlink()

    def repond(self) -> bool:
        """It takes connections."""
        import psycopg

        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _attendre(self, secondes: float = 30) -> None:
        fin = time.monotonic() + secondes
        while time.monotonic() < fin:
            if self.processus is None or self.processus.poll() is not None:
                raise RuntimeError(f"PostgreSQL stopped at once; see {self.dossier / 'postgres.log'}")
            if self.repond():
                return
            time.sleep(0.03)
        raise RuntimeError("PostgreSQL did not answer in time")

    def arreter(self) -> None:
        """Fast shutdown: sessions are cut, data is written."""
        if self.processus and self.processus.poll() is None:
            self.processus.send_signal(signal.SIGINT)
            try:
                self.processus.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.processus.send_signal(signal.SIGQUIT)
                self.processus.wait(timeout=10)
        self.processus = None


def redis_repond(url: str) -> bool:
    """Does the Redis of this address answer within two seconds?"""
    import redis

    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    try:
        client.ping()
    except redis.RedisError:
        return False
    finally:
        client.close()
    return True


class Redis:
    """One Valkey server in `dossier`, its socket beside the data. It keeps nothing: what matters is in PostgreSQL."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.socket = dossier_de_sockets(dossier, "redis.sock") / "redis.sock"
        self.processus: subprocess.Popen | None = None

    def url(self, base: int = 0) -> str:
        return f"unix://{self.socket}?db={base}"

    def demarrer(self) -> None:
        self.lancer()
        self._attendre()

    def lancer(self) -> None:
        """Start without waiting for the answer."""
        for dossier in (self.dossier, self.socket.parent):
            dossier.mkdir(parents=True, exist_ok=True)
            dossier.chmod(0o700)
        with open(self.dossier / "redis.log", "ab") as sortie:
            self.processus = subprocess.Popen(
                [binaire_redis(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
                 "--dir", self.dossier, "--save", "", "--appendonly", "no", "--databases", "64"],
                stdout=sortie, stderr=sortie, start_new_session=True,
                preexec_fn=mourir_avec_le_parent(signal.SIGTERM),
            )  # fmt: skip

    def repond(self) -> bool:
        """It answers."""
        return redis_repond(self.url())

    def _attendre(self, secondes: float = 10) -> None:
        fin = time.monotonic() + secondes
        while time.monotonic() < fin:
            if self.processus is None or self.processus.poll() is not None:
                raise RuntimeError(f"Redis stopped at once; see {self.dossier / 'redis.log'}")
            if self.repond():
                return
            time.sleep(0.02)
        raise RuntimeError("Redis did not answer in time")

    def arreter(self) -> None:
        if self.processus and self.processus.poll() is None:
            self.processus.terminate()
            try:
                self.processus.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.processus.kill()
                self.processus.wait()
        self.processus = None
