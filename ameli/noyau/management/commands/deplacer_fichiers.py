"""Put the files of a folder where AMELI_MEDIA says now: into an object store, or back from one by its copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.noyau.sauvegarde import fichiers
from ameli.noyau.stockage import StockagePlein

ETAPE = 1_000


class Command(BaseCommand):
    help = "Copie les fichiers d’un dossier là où AMELI_MEDIA les garde. Arrêtée, elle se relance ; le dossier reste entier."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dossier", type=Path, help="l’ancien dossier, ou « fichiers » d’une sauvegarde")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dossier"].is_dir():
            raise CommandError(f"{options['dossier']} n’est pas un dossier.")
        copies = lus = 0
        try:
            for ecrit in fichiers.verser(FileSystemStorage(location=options["dossier"])):
                lus, copies = lus + 1, copies + ecrit
                if lus % ETAPE == 0:
                    self.stderr.write(f"Fichiers lus : {lus}, copiés : {copies}.")
        except (StockagePlein, OSError) as panne:
            raise CommandError(
                f"Arrêt après {lus} fichiers : {panne}. Relancez la commande, elle reprend où elle en était."
            ) from panne
        self.stdout.write(f"Fichiers lus : {lus}, copiés : {copies}. Pour finir : manage.py verifier_fichiers")
