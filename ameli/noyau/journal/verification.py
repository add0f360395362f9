"""Recompute the chain, without trusting the functions that wrote it: the hashes are made here, in Python."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

PAR_LOT = 2000

# One row per link and per entry, in the order of the chain; entries without a link come last.
LECTURE = """
SELECT m.rang, m.entree_id, m.empreinte,
       e.id::text, e.genre, e.acteur, e.assure_ref, e.objet, e.motif, e.donnees::text,
       to_char(e.le AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
       to_char(e.ecrite_le AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
FROM noyau_maillon m FULL JOIN noyau_entree e ON e.id = m.entree_id
ORDER BY m.rang NULLS LAST, e.id
"""


@dataclass(frozen=True)
class Rupture:
    """One thing wrong. `rang` is the link's place in the chain (0: no link), `entree` the entry's number."""

    nature: str  # "altérée", "supprimée", "insérée" or "maillon manquant"
    rang: int
    entree: int

    def __str__(self) -> str:
        lieu = f"maillon {self.rang}, entrée {self.entree}" if self.rang else f"entrée {self.entree}"
        return f"{lieu} : {self.nature}"


@dataclass
class Rapport:
    """What a reading of the whole chain found. `tete` is the last fingerprint, to be kept somewhere else."""

    maillons: int
    tete: str
    ruptures: list[Rupture]


def verifier(tete_attendue: tuple[int, str] | None = None) -> Rapport:
    """Read the whole journal. `tete_attendue` = (rank, fingerprint) kept elsewhere, to see a chain cut or rewritten."""
    rapport = Rapport(0, "", [])
    precedente, rang_attendu, attendue_vue = "", 1, tete_attendue is None
    for rang, entree_id, empreinte, *champs in _lire():
        if rang is None:
            rapport.ruptures.append(Rupture("insérée", 0, int(champs[0])))
            continue
        if rang != rang_attendu:
            rapport.ruptures.append(Rupture("maillon manquant", rang_attendu, entree_id))
        if champs[0] is None:
            rapport.ruptures.append(Rupture("supprimée", rang, entree_id))
        elif empreinte != _empreinte(precedente, champs):
            rapport.ruptures.append(Rupture("altérée", rang, entree_id))
        if tete_attendue is not None and rang == tete_attendue[0]:
            attendue_vue = empreinte == tete_attendue[1]
        precedente, rang_attendu = empreinte, rang + 1
        rapport.maillons, rapport.tete = rang, empreinte
    if not attendue_vue and tete_attendue is not None:
        rapport.ruptures.append(Rupture("maillon manquant", tete_attendue[0], 0))
    return rapport


def _empreinte(precedente: str, champs: list[str]) -> str:
    texte = "".join(f"{len(champ.encode())}:{champ}" for champ in champs)
    return hashlib.sha256((precedente + texte).encode()).hexdigest()


def _lire() -> Iterator[tuple]:
    """All rows as of one instant, a few thousand in memory at a time."""
    with transaction.atomic(), connection.chunked_cursor() as curseur:
        curseur.execute(LECTURE)
        while lot := curseur.fetchmany(PAR_LOT):
            yield from lot
