"""Back up the database and the files, while the site runs. The keys are kept elsewhere, by another hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.noyau.sauvegarde.copie import SauvegardeImpossible, sauvegarder


class Command(BaseCommand):
    help = "Écrit la base, les fichiers et leur relevé dans un dossier neuf. Les clés ne sont pas dedans."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dossier", type=Path)
        parser.add_argument(
            "--pg-dump", default="pg_dump", help="celui de la version du serveur, ou d’une plus récente"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fait = sauvegarder(options["dossier"], options["pg_dump"])
        except SauvegardeImpossible as faute:
            raise CommandError(str(faute)) from faute
        lignes = sum(fait.tables.values())
        self.stdout.write(f"{lignes} lignes de {len(fait.tables)} tables, et les fichiers : {options['dossier']}")
        if fait.tete is not None:
            self.stdout.write(f"Tête du journal, à garder ailleurs : {fait.tete[0]}:{fait.tete[1]}")
