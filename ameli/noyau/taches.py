"""Celery's two tasks. They hold no work of their own: what is to be done is in the database, whoever comes first does it."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import task_prerun, worker_init, worker_ready
from django.db import DatabaseError

from ameli.noyau import echeances, envois, horloge, processus, sante
from ameli.noyau.sonnette import sonner
from ameli.noyau.televersement import quarantaine
from ameli.noyau.travaux import ENTRETIENS

LOTS_PAR_TACHE = 10  # then the task rings for itself, so that no task holds a worker for long
TAILLE = 500


@shared_task(name="noyau.balayer")
def balayer() -> None:
    """Run what is due, then send what that deposited."""
    encore = _balayer_et_battre()
    livrer()
    if encore:
        sonner(balayer)


def _balayer_et_battre() -> bool:
    for _ in range(LOTS_PAR_TACHE):
        faites = echeances.balayer(TAILLE)
        sante.battre(sante.BALAYAGE)
        if faites < TAILLE:
            return False
    return True


@shared_task(name="noyau.livrer")
def livrer() -> None:
    """Send what waits."""
    envois.livrer(TAILLE)
    sante.battre(sante.LIVRAISON)


@shared_task(name="noyau.entretenir")
def entretenir() -> None:
    """Put back what a killed worker left in flight, empty what is old."""
    envois.reprendre_les_perdus()
    envois.purger()
    for entretien in ENTRETIENS:
        entretien()


@shared_task(name="noyau.verifier_les_fichiers")
def verifier_les_fichiers() -> None:
    """Have the antivirus look at what it has not seen yet."""
    quarantaine.controler()


@task_prerun.connect
def _ouvrir_une_portee(**kwargs: Any) -> None:
    """Each task reads the clock's offset anew; the supervisor sees that this worker hears the bell."""
    horloge.nouvelle_portee()
    try:
        sante.battre(sante.OUVRIER)
    except DatabaseError:
        pass  # the task itself will say so


@worker_init.connect
def _dire_qui_travaille(**kwargs: Any) -> None:
    processus.declarer(processus.Genre.OUVRIER)


@worker_ready.connect
def _balayer_en_arrivant(**kwargs: Any) -> None:
    """What fell due while no worker was there does not wait for the next ring."""
    sonner(balayer)
