"""The genre "mesure" and the bench of the sweep: N due rows, several processes, each row done exactly once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count

from ameli.noyau.echeances.balayage import balayer
from ameli.noyau.echeances.models import Echeance, Mesure
from ameli.noyau.echeances.registre import gestionnaire
from ameli.noyau.horloge import maintenant, temps_reel

GENRE = "mesure"


@gestionnaire(GENRE)
def noter_le_passage(echeance: Echeance) -> None:
    """Write one row; `donnees["duree"]` (seconds) makes it last, for those who kill it in the middle."""
    Mesure.objects.create(cle=echeance.cle, processus=os.getpid())
    if duree := echeance.donnees.get("duree"):
        time.sleep(duree)


@dataclass(frozen=True)
class Resultat:
    """`exactement_une_fois` is False if any row was missed or done twice."""

    nombre: int
    processus: int
    secondes: float
    par_seconde: float
    par_processus: list[int]
    exactement_une_fois: bool


def semer(nombre: int, serie: str, *, duree: float = 0) -> None:
    """`nombre` rows due now, one object each, under keys that begin with `serie`."""
    le, du_le = temps_reel(), maintenant()
    donnees = {"duree": duree} if duree else {}
    lignes = (
        Echeance(
            genre=GENRE,
            objet=f"{serie}:{n}",
            cle=f"{serie}:{n}",
            du_le=du_le,
            essai_le=le,
            creee_le=le,
            donnees=donnees,
        )
        for n in range(nombre)
    )
    with transaction.atomic():
        Echeance.objects.bulk_create(lignes, batch_size=2000)


def mesurer(nombre: int = 10_000, processus: int = 2) -> Resultat:
    """Sow, start `processus` sweepers, wait until nothing is left, count. Leaves no row behind."""
    serie = f"mesure-{uuid.uuid4().hex[:12]}"
    semer(nombre, serie)
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE noyau_echeance")
    try:
        secondes = _faire_balayer(processus)
        return _compter(serie, nombre, processus, secondes)
    finally:
        Echeance.objects.filter(cle__startswith=f"{serie}:").delete()
        Mesure.objects.filter(cle__startswith=f"{serie}:").delete()


def _faire_balayer(processus: int) -> float:
    """Seconds between the moment when every process is ready and the end of the last one."""
    commande = [sys.executable, str(Path(settings.RACINE) / "manage.py"), "mesurer_balayage", "--balayeur"]
    enfants = [
        subprocess.Popen(commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.RACINE)
        for _ in range(processus)
    ]
    try:
        for enfant in enfants:
            assert enfant.stdin and enfant.stdout
            if enfant.stdout.readline().strip() != "prêt":
                raise RuntimeError("A sweeper did not start")
        debut = time.monotonic()
        for enfant in enfants:
            assert enfant.stdin
            enfant.stdin.close()
        codes = [enfant.wait(timeout=300) for enfant in enfants]
        duree = time.monotonic() - debut
    finally:
        for enfant in enfants:
            enfant.kill()
            enfant.wait()
            assert enfant.stdin and enfant.stdout
            enfant.stdin.close()
            enfant.stdout.close()
    if any(codes):
        raise RuntimeError(f"A sweeper failed: {codes}")
    return duree


def balayer_jusqu_au_bout() -> None:
    """What each process does: say that it is ready, wait for the start, sweep until nothing is left."""
    connection.ensure_connection()
    print("prêt", flush=True)
    sys.stdin.read()
    while balayer(500):
        pass


def _compter(serie: str, nombre: int, processus: int, secondes: float) -> Resultat:
    passages = Mesure.objects.filter(cle__startswith=f"{serie}:")
    cles = passages.values("cle").distinct().count()
    parts = passages.values("processus").annotate(n=Count("pk")).order_by("processus").values_list("n", flat=True)
    return Resultat(
        nombre, processus, round(secondes, 2), round(nombre / secondes, 1), list(parts),
        cles == nombre == passages.count(),
    )  # fmt: skip


def en_dict(resultat: Resultat) -> dict:
    return asdict(resultat)
