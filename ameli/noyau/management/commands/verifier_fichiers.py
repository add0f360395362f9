"""Does each row have its file, and each file its row?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.noyau.sauvegarde import fichiers

MONTREES = 20


class Command(BaseCommand):
    help = "Ouvre chaque fichier : ceux qui manquent, ceux qui ne s’ouvrent pas, ceux qu’aucune ligne ne connaît."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--effacer-les-orphelins",
            action="store_true",
            help="efface ceux qu’aucune ligne ne connaît depuis plus d’un jour",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        constat = fichiers.confronter()
        self.stdout.write(f"Fichiers lus : {constat.lus}. Sans ligne : {len(constat.orphelins)}.")
        if options["effacer_les_orphelins"]:
            self.stdout.write(f"Effacés : {fichiers.effacer_les_orphelins(constat.orphelins)}.")
        for nom, lignes in (("sans fichier", constat.absents), ("illisible", constat.illisibles)):
            for ligne in lignes[:MONTREES]:
                self.stderr.write(self.style.ERROR(f"{ligne} : {nom}"))
        if not constat.entier:
            raise CommandError(f"Manquent : {len(constat.absents)}. Illisibles : {len(constat.illisibles)}.")
