"""Serve the outside world: mail, SMS, letters, bank and its kiosk, addresses."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.bac_a_sable.monde.courriels import ServeurCourriels
from ameli.bac_a_sable.monde.passerelles import ServeurPasserelles


class Command(BaseCommand):
    help = "Sert le monde extérieur du bac à sable : courriels (SMTP), SMS, lettres, banque et adresses (HTTP)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--smtp", type=int, default=1025, metavar="PORT", help="0 : un port libre")
        parser.add_argument("--http", type=int, default=8900, metavar="PORT", help="0 : un port libre")
        parser.add_argument("--hote", default="127.0.0.1", help="adresse d’écoute")

    def handle(self, *args: Any, **options: Any) -> None:
        fin = threading.Event()
        for numero in (signal.SIGTERM, signal.SIGINT):
            signal.signal(numero, lambda *_: fin.set())
        try:
            courriels = ServeurCourriels(options["hote"], options["smtp"])
            courriels.demarrer()
            passerelles = ServeurPasserelles(options["hote"], options["http"])
        except OSError as panne:
            raise CommandError(f"Port déjà pris : {panne.strerror}") from panne
        passerelles.demarrer()
        self.stdout.write(f"Monde extérieur prêt : smtp={courriels.port} http={passerelles.port}")
        self.stdout.flush()
        try:
            fin.wait()
        finally:
            passerelles.arreter()
            courriels.arreter()
