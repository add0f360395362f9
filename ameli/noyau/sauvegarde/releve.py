"""What a database held at one instant: how many rows in each table, and the head of the journal. Written beside its dump."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from ameli.noyau.horloge import temps_reel
from ameli.noyau.models import Maillon

NOM = "releve.json"


class ReleveIllisible(ValueError):
    """There is no readable statement there."""


@dataclass(frozen=True)
class Releve:
    """`tables`: rows of each; `tete`: rank and fingerprint of the last link of the journal, empty when there is none."""

    le: str
    tables: dict[str, int]
    tete: tuple[int, str] | None


def relever() -> Releve:
    """Count everything, in the caller's transaction."""
    with connection.cursor() as curseur:
        tables = {}
        for nom in sorted(connection.introspection.table_names(curseur)):
            curseur.execute(f"SELECT count(*) FROM {connection.ops.quote_name(nom)}")
            tables[nom] = curseur.fetchone()[0]
    dernier = Maillon.objects.order_by("-rang").values_list("rang", "empreinte").first()
    return Releve(temps_reel().isoformat(timespec="seconds"), tables, dernier)


def ecrire(releve: Releve, dossier: Path) -> None:
    texte = json.dumps(asdict(releve), indent=1, ensure_ascii=False)
    (dossier / NOM).write_text(texte + "\n", encoding="utf-8")


def lire(dossier: Path) -> Releve:
    """Raises ReleveIllisible."""
    try:
        brut: dict[str, Any] = json.loads((dossier / NOM).read_text(encoding="utf-8"))
        tete = (int(brut["tete"][0]), str(brut["tete"][1])) if brut["tete"] else None
        return Releve(brut["le"], dict(brut["tables"]), tete)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as faute:
        raise ReleveIllisible(str(dossier / NOM)) from faute


def ecarts(avant: Releve, apres: Releve) -> list[str]:
    """French lines, one for each table that has not as many rows as it had."""
    noms = sorted({*avant.tables, *apres.tables})
    return [
        f"{nom} : {apres.tables.get(nom, 'absente')} au lieu de {avant.tables.get(nom, 'absente')}"
        for nom in noms
        if avant.tables.get(nom) != apres.tables.get(nom)
    ]
