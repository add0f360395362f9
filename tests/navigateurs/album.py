"""The pages of each journey as pictures, in .local/navigateurs: to be looked at."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from ameli.superviseur.environnement import RACINE

DOSSIER = RACINE / ".local" / "navigateurs"


def ouvrir(nom: str) -> Path:
    """An empty album."""
    album = DOSSIER / re.sub(r"[^\w.-]+", "-", nom)
    shutil.rmtree(album, ignore_errors=True)
    album.mkdir(parents=True)
    return album


def garder(album: Path, titre: str, image: bytes) -> None:
    rang = len(list(album.iterdir()))
    nom = re.sub(r"\W+", "-", titre.strip())[:60]
    (album / f"{rang:02}-{nom}.png").write_bytes(image)
