"""The data of a new site, made once in a run of the tests: whoever opens another one copies the files of its database."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from ameli.superviseur.serveurs import Postgres
from tests.outils import base_migree
from tests.outils.axe import COMMUN


def demarrer(postgres: Postgres, peupler: Callable[[], None]) -> None:
    """Start this server with the tables and the practice people that `peupler` brings to an empty one.

    Without a folder that the processes of a run share, each site makes its own data.
    """
    commun = os.environ.get(COMMUN)
    if not commun:
        postgres.demarrer()
        peupler()
        return
    with open(Path(commun) / "site.verrou", "w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        modele = Path(commun) / "site"
        if not modele.exists():
            base_migree.copier_dans(postgres)
            postgres.demarrer()
            base_migree.prendre_la_place(postgres)
            peupler()
            postgres.arreter()
            base_migree.copier(postgres.dossier, modele)
        else:
            base_migree.copier(modele, postgres.dossier)
    postgres.demarrer()
