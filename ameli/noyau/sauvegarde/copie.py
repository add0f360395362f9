"""Write a backup while the site runs: the dump first, the files after it.

Bytes are written before their row and go after it. So each row of the dump had its file when the dump was taken, and still
has it when the files are copied, unless somebody had it forgotten meanwhile. The other way round, a file that comes
between the two would have its row in the dump and be nowhere.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from django.db import connection, transaction

from ameli.noyau.sauvegarde import fichiers, releve

BASE, FICHIERS = "base.dump", "fichiers"


class SauvegardeImpossible(RuntimeError):
    """Nothing that may be counted on was written; the message is a French sentence."""


def sauvegarder(dossier: Path, pg_dump: str) -> releve.Releve:
    """Fill `dossier`, which must be new or empty. Statement and dump see the same instant. Raises SauvegardeImpossible."""
    try:
        dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(dossier.iterdir()):
            raise SauvegardeImpossible(f"{dossier} n’est pas vide. Donnez un dossier neuf.")
        with transaction.atomic(durable=True), connection.cursor() as curseur:
            curseur.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            curseur.execute("SELECT pg_export_snapshot()")
            instant = curseur.fetchone()[0]
            fait = releve.relever()
            _deverser(dossier / BASE, instant, pg_dump)
        fichiers.copier(dossier / FICHIERS)
        releve.ecrire(fait, dossier)  # last: a backup without its statement was not finished
    except OSError as panne:
        raise SauvegardeImpossible(f"{dossier} : {panne.strerror or panne}") from panne
    return fait


def _deverser(fichier: Path, instant: str, pg_dump: str) -> None:
    base = connection.settings_dict
    adresse = {"PGHOST": base["HOST"], "PGPORT": base["PORT"], "PGUSER": base["USER"], "PGPASSWORD": base["PASSWORD"]}
    commande = [pg_dump, "--format=custom", "--no-owner", f"--snapshot={instant}", f"--file={fichier}", base["NAME"]]
    try:
        fini = subprocess.run(
            commande, check=False, capture_output=True, text=True,
            env={**os.environ, **{nom: str(valeur) for nom, valeur in adresse.items() if valeur}},
        )  # fmt: skip
    except FileNotFoundError as absence:
        raise SauvegardeImpossible(f"{pg_dump} ne se trouve pas. Dites où avec --pg-dump.") from absence
    if fini.returncode:
        raise SauvegardeImpossible(f"pg_dump a échoué. {fini.stderr.strip()}")
