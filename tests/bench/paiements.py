"""The list of payments in a small table and in a large one: p95 of both, and their ratio.

`PAIEMENTS=30000000 make bench` grows the table to that many rows (payments, lines and withholdings together); the small
one has a hundredth of them, told by the generator, then multiplied inside PostgreSQL onto as many new people. The small
one stays beside it in a database of its own, and the two are read in turns: what else the machine does weighs on both.
Files are drawn at random, other ones to warm up: most of what is measured is cold.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

ANNEES = 2
LIGNES_PAR_DOSSIER = 240
DOSSIERS_LUS = 600
PAR_DEFAUT = 600_000
PART = 100


@dataclass
class Mesure:
    """Durations in seconds of first pages and of the pages after them, in a table of so many rows."""

    lignes: int
    premieres: list[float] = field(default_factory=list)
    suivantes: list[float] = field(default_factory=list)

    @property
    def premiere_ms(self) -> float:
        return _p95(self.premieres)

    @property
    def suivante_ms(self) -> float:
        return _p95(self.suivantes)


def mesurer() -> tuple[Mesure, Mesure]:
    """The small table and the large one. Adds practice people and years of payments to the base of the bench."""
    from django.db import connections

    from ameli.bac_a_sable.histoires.peuplement import peupler_paiements
    from ameli.bac_a_sable.installation import installer
    from tests.bench.multiplication import multiplier

    installer()
    voulues = int(os.environ.get("PAIEMENTS", PAR_DEFAUT))
    peupler_paiements(max(1, voulues // PART // LIGNES_PAR_DOSSIER), ANNEES)
    lignes = [connections["default"], _mettre_de_cote("petite")]
    multiplier(max(1, voulues // _compter() - 1))
    lecteurs = [_Lecteur(ligne) for ligne in reversed(lignes)]
    for graine in (1, 2):
        for lecteur in lecteurs:
            lecteur.choisir(graine)
        for rang in range(DOSSIERS_LUS):
            for lecteur in lecteurs:
                lecteur.lire(rang)
    lignes[1].close()
    petite, grande = (lecteur.mesure for lecteur in lecteurs)
    return petite, grande


class _Lecteur:
    """Reads files of one database."""

    def __init__(self, ligne) -> None:
        self.ligne = ligne
        with _par(ligne):
            self.mesure = Mesure(_compter())

    def choisir(self, graine: int) -> None:
        """Draw the files; what was measured before was a warm-up."""
        from accounts.models import Assure

        self.mesure = Mesure(self.mesure.lignes)
        with _par(self.ligne):
            tous = Assure.objects.systeme("bench")
            choisis = Random(graine).choices(list(tous.order_by("pk").values_list("pk", flat=True)), k=DOSSIERS_LUS)
            dossiers = tous.in_bulk(choisis)
        self.dossiers = [dossiers[numero] for numero in choisis]

    def lire(self, rang: int) -> None:
        from ameli.noyau import horloge
        from paiements.recherche import Filtres, chercher, plus_ancien

        jour = horloge.aujourdhui()
        dossier, filtres = self.dossiers[rang], Filtres(plus_ancien(jour), jour)
        with _par(self.ligne):
            debut = time.perf_counter()
            page = chercher(dossier, filtres)
            self.mesure.premieres.append(time.perf_counter() - debut)
            if page.suivante:
                debut = time.perf_counter()
                chercher(dossier, filtres, page.suivante)
                self.mesure.suivantes.append(time.perf_counter() - debut)


def _mettre_de_cote(nom: str):
    """A copy of the database as it is now, and a line to it."""
    import psycopg
    from django.db import connections

    ligne = connections["default"]
    origine = ligne.settings_dict["NAME"]
    ligne.close()
    reglages = ligne.get_connection_params() | {"dbname": "template1"}
    with psycopg.connect(**{cle: reglages[cle] for cle in ("dbname", "user", "host")}, autocommit=True) as entretien:
        entretien.execute(f'CREATE DATABASE "{nom}" TEMPLATE "{origine}"')
    copie = ligne.copy()
    copie.settings_dict = {**ligne.settings_dict, "NAME": nom}
    return copie


@contextmanager
def _par(ligne) -> Iterator[None]:
    """Django talks over this line meanwhile."""
    from django.db import connections

    avant = connections["default"]
    connections["default"] = ligne
    try:
        yield
    finally:
        connections["default"] = avant


def _compter() -> int:
    from paiements.models import Paiement, Prestation, Retenue

    return sum(modele._base_manager.count() for modele in (Paiement, Prestation, Retenue))


def _p95(durees: list[float]) -> float:
    return sorted(durees)[int(len(durees) * 0.95)] * 1000
