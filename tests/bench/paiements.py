"""The list of payments in a small table and in a large one: p95 of both, and their ratio.

`PAIEMENTS=30000000 make bench` grows the table to that many rows (payments, lines and withholdings together); the small
one has a hundredth of them. Files are drawn at random, so that most of what they read is cold.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from random import Random

ANNEES = 2
LIGNES_PAR_DOSSIER = 240
DOSSIERS_LUS = 400
PAR_DEFAUT = 600_000
PART = 100


@dataclass(frozen=True)
class Mesure:
    """Milliseconds at the 95th percentile, of a first page and of the one after it."""

    lignes: int
    premiere_ms: float
    suivante_ms: float


def mesurer() -> tuple[Mesure, Mesure]:
    """The small table, then the large one. Adds practice people and years of payments to the base of the bench."""
    from ameli.bac_a_sable.histoires.peuplement import peupler_paiements
    from ameli.bac_a_sable.installation import installer

    installer()
    voulues = int(os.environ.get("PAIEMENTS", PAR_DEFAUT))
    mesures = []
    for lignes in (voulues // PART, voulues - voulues // PART):
        peupler_paiements(max(1, lignes // LIGNES_PAR_DOSSIER), ANNEES)
        _lire()  # the first passage warms PostgreSQL up as the site does
        mesures.append(_lire())
    petite, grande = mesures
    return petite, grande


def _lire() -> Mesure:
    from accounts.models import Assure
    from ameli.noyau import horloge
    from paiements.models import Paiement, Prestation, Retenue
    from paiements.recherche import Filtres, chercher, plus_ancien

    jour = horloge.aujourdhui()
    filtres = Filtres(plus_ancien(jour), jour)
    numeros = list(Assure.objects.systeme("bench").order_by("pk").values_list("pk", flat=True))
    choisis = Random(1).choices(numeros, k=DOSSIERS_LUS)
    dossiers = Assure.objects.systeme("bench").in_bulk(choisis)
    premieres, suivantes = [], []
    for numero in choisis:
        debut = time.perf_counter()
        page = chercher(dossiers[numero], filtres)
        premieres.append(time.perf_counter() - debut)
        if page.suivante:
            debut = time.perf_counter()
            chercher(dossiers[numero], filtres, page.suivante)
            suivantes.append(time.perf_counter() - debut)
    lignes = sum(modele._base_manager.count() for modele in (Paiement, Prestation, Retenue))
    return Mesure(lignes, _p95(premieres), _p95(suivantes))


def _p95(durees: list[float]) -> float:
    return sorted(durees)[int(len(durees) * 0.95)] * 1000
