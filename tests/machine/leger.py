"""A supervisor with two servers and one idle child: `python -m tests.machine.leger FOLDER`. It says when it is ready."""

from __future__ import annotations

import sys
from pathlib import Path

from ameli.superviseur.enfants import programme, serveur
from ameli.superviseur.serveurs import Postgres, Redis
from ameli.superviseur.superviseur import DejaEnRoute, Superviseur, dire

# Its own child would survive it if the group were not swept.
DORMEUR = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); time.sleep(600)"


def main(dossier: Path) -> int:
    superviseur = Superviseur(dossier)
    try:
        superviseur.prendre_le_dossier()
    except DejaEnRoute as ailleurs:
        dire(f"tourne déjà : {ailleurs}")
        return 1
    superviseur.ecouter_les_signaux()
    try:
        postgres, redis = Postgres(dossier / "postgres"), Redis(dossier / "redis")
        superviseur.ajouter(serveur("postgres", postgres), rang=3)
        superviseur.ajouter(serveur("redis", redis), rang=2)
        superviseur.ajouter(
            programme("dormeur", [sys.executable, "-c", DORMEUR], env={}, racine=Path.cwd(), journaux=dossier), rang=1
        )
        superviseur.attendre(postgres.repond, "PostgreSQL")
        superviseur.attendre(redis.repond, "Redis")
        superviseur.annoncer("http://localhost:1234/")
        dire("prêt")
        superviseur.tourner()
    finally:
        superviseur.arreter()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
