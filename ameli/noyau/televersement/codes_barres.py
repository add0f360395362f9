"""The barcodes of a photo that was checked and drawn anew: what their numbers are, read in a process of its own."""

from __future__ import annotations

from pathlib import Path

import structlog

from ameli.noyau.saisie import ean
from ameli.noyau.televersement import isole

journal_technique = structlog.get_logger()
LECTEUR = Path(__file__).with_name("lecteur_codes.py")


def lire(octets: bytes) -> list[str]:
    """The codes of the picture, as `ean.lire` keeps them, each once; none when nothing can be read. Call it outside any transaction."""
    try:
        statut, sortie = isole.executer(LECTEUR, octets)
    except isole.TropLong:
        statut, sortie = 1, b""
    if statut:
        journal_technique.warning("code_barres_illisible", taille=len(octets), code=statut)
    lus = sortie.decode("ascii", "replace").splitlines()
    return list(dict.fromkeys(garde for lu in lus if (garde := ean.canonique(lu))))
