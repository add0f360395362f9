"""Servers that nobody here wrote, of the distribution: `make pieces` installs what is missing."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ameli.superviseur.emplacements import sans_droits
from ameli.superviseur.environnement import trouver


@pytest.fixture(scope="module")
def dossier() -> Iterator[Path]:
    """That the servers may read, who run without rights."""
    with tempfile.TemporaryDirectory(prefix="ameli-pieces-", ignore_cleanup_errors=True) as nom:
        droits = sans_droits()
        if droits:
            os.chown(nom, droits["user"], droits["group"])
        yield Path(nom)


@contextmanager
def lance(commande: str, *options: object, dossier: Path) -> Iterator[Path]:
    """This server of the distribution, as nobody; what it says is in the file."""
    journal = dossier / f"{commande}.journal"
    qui: dict[str, Any] = sans_droits()
    environnement = {**os.environ, "USER": pwd.getpwuid(qui.get("user", os.geteuid())).pw_name}
    with (
        journal.open("w") as sortie,
        subprocess.Popen(
            [trouver(commande), *map(str, options)], stdout=sortie, stderr=sortie, cwd=dossier, env=environnement, **qui
        ) as serveur,
    ):
        try:
            yield journal
        finally:
            serveur.terminate()
            serveur.wait()
