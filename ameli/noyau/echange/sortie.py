"""The same files, written from the tables: what an import reads back without changing anything."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ameli.noyau.calendrier import jour_de
from ameli.noyau.echange.champs import NON, OUI
from ameli.noyau.echange.fichiers import Fichier
from ameli.noyau.echange.lecture import SEPARATEUR


def exporter(fichier: Fichier, chemin: Path, *, lot: int, progres: Callable[[int], None]) -> int:
    """Write the file, for its owner's eyes alone; how many lines. Raises FileExistsError: nothing is written over.

    Rows are read by their keys, `lot` at a time: no cursor stays open, whatever pool of connections stands between.
    """
    ecrites, dernier, lignes = 0, 0, fichier.lignes().order_by("pk")
    with os.fdopen(
        os.open(chemin, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8", newline=""
    ) as sortie:
        rangees = csv.writer(sortie, delimiter=SEPARATEUR, lineterminator="\n")
        rangees.writerow(fichier.sortie)
        while suite := list(lignes.filter(pk__gt=dernier).values_list("pk", *fichier.sortie.values())[:lot]):
            rangees.writerows([_ecrire(valeur) for valeur in valeurs] for _, *valeurs in suite)
            ecrites, dernier = ecrites + len(suite), suite[-1][0]
            progres(ecrites)
    return ecrites


def _ecrire(valeur: Any) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return OUI if valeur else NON
    if isinstance(valeur, datetime):
        return jour_de(valeur).isoformat()
    return valeur.isoformat() if isinstance(valeur, date) else " / ".join(str(valeur).splitlines())
