"""Do what Celery does, without Celery: run what is due, send what waits, make papers, rescue, purge, look at files."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, connection

from ameli.noyau import echeances, envois, ponctualite, processus, sante
from ameli.noyau.televersement import quarantaine
from ameli.noyau.travaux import ENTRETIENS, TRAVAUX

log = structlog.get_logger(__name__)

PAUSE = 1.0  # seconds between two rounds when nothing is due
PAUSE_PANNE = 3.0
ENTRETIEN = 60.0  # seconds between two rescues and purges


class Command(BaseCommand):
    help = "Exécute les échéances dues et envoie les messages en attente, une fois, ou sans fin avec --boucle."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--boucle", action="store_true", help="recommence chaque seconde, jusqu’à SIGTERM")

    def handle(self, *args: Any, **options: Any) -> None:
        processus.declarer(processus.Genre.OUVRIER)
        if not options["boucle"]:
            faites, envoyes, autres = self.un_tour(entretien=True)
            self.stdout.write(f"{faites} échéances exécutées, {envoyes} messages traités, {autres} documents préparés.")
            return
        self.fin = threading.Event()
        for numero in (signal.SIGTERM, signal.SIGINT):
            signal.signal(numero, self._finir)
        self.boucler()

    def boucler(self) -> None:
        """Until told to stop: the round under way ends, nothing is cut in the middle."""
        entretenu = float("-inf")
        while not self.fin.is_set():
            entretien = time.monotonic() - entretenu >= ENTRETIEN
            try:
                travail = sum(self.un_tour(entretien=entretien))
            except (DatabaseError, InterfaceError) as panne:
                log.warning("balayage_sans_base", cause=type(panne).__name__)
                connection.close()
                self.fin.wait(PAUSE_PANNE)
                continue
            if entretien:
                entretenu = time.monotonic()
            if not travail:
                self.fin.wait(PAUSE)

    def un_tour(self, *, entretien: bool) -> tuple[int, int, int]:
        """(due dates run, messages tried, papers made: one at most, so that mails never wait behind many).

        Nothing at all while this machine's clock is not the database's.
        """
        if not ponctualite.a_l_heure():
            return 0, 0, 0
        faites = echeances.balayer()
        sante.battre(sante.BALAYAGE)
        envoyes = envois.livrer()
        sante.battre(sante.LIVRAISON)
        if entretien:
            envois.reprendre_les_perdus()
            envois.purger()
            for menage in ENTRETIENS:
                menage()
            quarantaine.controler()
        return faites, envoyes, sum(travail() for travail in TRAVAUX)

    def _finir(self, numero: int, cadre: FrameType | None) -> None:
        self.fin.set()
