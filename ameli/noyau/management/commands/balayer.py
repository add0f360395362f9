"""Do what Celery does, without Celery: run what is due, send what waits, make papers, rescue, purge, look at files."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, connection

from ameli.noyau import echeances, envois, ponctualite, processus, sante
from ameli.noyau.travaux import TRAVAUX

log = structlog.get_logger(__name__)

PAUSE = 1.0  # seconds between two rounds when nothing is due
PAUSE_PANNE = 3.0
DU_TOUR = ("noyau.balayer",)  # with TRAVAUX, what a round does by itself: more often than the bell rings


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # Celery's loader makes them, as in its own worker
    help = "Exécute les échéances dues et envoie les messages en attente, une fois, ou sans fin avec --boucle."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--boucle", action="store_true", help="recommence chaque seconde, jusqu’à SIGTERM")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fin = threading.Event()
        self.entretenu: dict[str, float] = {}

    def handle(self, *args: Any, **options: Any) -> None:
        processus.declarer(processus.Genre.OUVRIER)
        if not options["boucle"]:
            faites, envoyes, autres = self.un_tour()
            self.stdout.write(f"{faites} échéances exécutées, {envoyes} messages traités, {autres} documents préparés.")
            return
        for numero in (signal.SIGTERM, signal.SIGINT):
            signal.signal(numero, self._finir)
        self.boucler()

    def boucler(self) -> None:
        """Until told to stop: the round under way ends, nothing is cut in the middle."""
        while not self.fin.is_set():
            try:
                travail = sum(self.un_tour())
            except (DatabaseError, InterfaceError) as panne:
                log.warning("balayage_sans_base", cause=type(panne).__name__)
                connection.close()
                self.fin.wait(PAUSE_PANNE)
                continue
            if not travail:
                self.fin.wait(PAUSE)

    def un_tour(self) -> tuple[int, int, int]:
        """(due dates run, messages tried, papers made: one at most, so that mails never wait behind many).

        Nothing at all while this machine's clock is not the database's.
        """
        if not ponctualite.a_l_heure():
            return 0, 0, 0
        faites = echeances.balayer()
        sante.battre(sante.BALAYAGE)
        envoyes = envois.livrer()
        sante.battre(sante.LIVRAISON)
        self.entretenir()
        return faites, envoyes, sum(travail() for travail in TRAVAUX.values())

    def entretenir(self) -> None:
        """What Celery's scheduler would ring for, as often as it would; all of it at the first round."""
        if not self.entretenu:  # Celery checks the whole product each time that it is asked for its tasks
            current_app.loader.import_default_modules()
        calendrier: dict[str, Any] = settings.CELERY_BEAT_SCHEDULE
        for entree in calendrier.values():
            nom, pas, le = entree["task"], entree["schedule"].total_seconds(), time.monotonic()
            if nom in DU_TOUR or nom in TRAVAUX or le - self.entretenu.get(nom, -pas) < pas:
                continue
            current_app.tasks[nom]()
            self.entretenu[nom] = le

    def _finir(self, numero: int, cadre: FrameType | None) -> None:
        self.fin.set()
