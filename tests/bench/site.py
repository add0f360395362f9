"""The stack that is measured: servers, practice people, granian as in production. All of it in a folder that goes away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ameli.superviseur import web
from ameli.superviseur.demo import port_libre
from ameli.superviseur.enfants import Enfant, programme
from ameli.superviseur.environnement import RACINE
from ameli.superviseur.serveurs import Postgres, Redis
from tests.bench.attente import attendre

OUVRIERS = 2


@contextmanager
def pile() -> Iterator[Path]:
    """PostgreSQL, Redis and the practice people; the environment of this process points to them."""
    dossier = Path(tempfile.mkdtemp(prefix="ameli-bench-"))
    dossier.chmod(0o711)
    postgres, redis = Postgres(dossier / "pg"), Redis(dossier / "redis")
    try:
        postgres.demarrer()
        redis.demarrer()
        os.environ |= {
            "DATABASE_URL": postgres.url(), "REDIS_URL": redis.url(), "AMELI_BAC_A_SABLE": "1", "AMELI_SECOND_FACTEUR": "jamais",
            "AMELI_MEDIA": str(dossier / "media"), "AMELI_NIVEAU_JOURNAL": "WARNING", "DJANGO_SETTINGS_MODULE": "ameli.settings",
        }  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "ameli.superviseur.preparation"], cwd=RACINE, check=True, stdout=subprocess.DEVNULL
        )
        yield dossier
    finally:
        postgres.arreter()
        redis.arreter()
        shutil.rmtree(dossier, ignore_errors=True)


@contextmanager
def servir(dossier: Path, application: str = web.APPLICATION, sonde: str = "/healthz", **env: str) -> Iterator[int]:
    """The port of a server of `application`, as in the demo and in the image."""
    port = port_libre("127.0.0.1")
    serveur: Enfant = programme(
        "web",
        web.commande(port=port, ouvriers=OUVRIERS, arret=2, application=application),
        env=env,
        racine=RACINE,
        journaux=dossier,
    )
    serveur.lancer()
    try:
        attendre(lambda: repond(f"http://127.0.0.1:{port}{sonde}"), lambda: "\n".join(serveur.dernieres_lignes(20)))
        yield port
    finally:
        serveur.arreter()


def repond(adresse: str) -> bool:
    """True when this address answers 200."""
    try:
        with urllib.request.urlopen(adresse, timeout=5) as reponse:
            return reponse.status == 200
    except OSError:
        return False
