"""Which ways in are open; close or open one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.connexion import voies
from accounts.models import Voie


class Command(BaseCommand):
    help = "Montre les voies d’accès ; en ferme ou en ouvre une, à l’instant."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", choices=("fermer", "ouvrir"))
        parser.add_argument("voie", nargs="?", choices=Voie.Code.values)
        parser.add_argument("--motif", default="", help="obligatoire pour fermer ou ouvrir")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"]:
            if not options["voie"] or not options["motif"].strip():
                raise CommandError(
                    "Dites quelle voie, et pourquoi : voies fermer franceconnect --motif « panne annoncée »"
                )
            change = voies.basculer(
                options["voie"], options["action"] == "ouvrir", acteur="systeme:manage.py voies",
                motif=options["motif"].strip(),
            )  # fmt: skip
            if not change:
                self.stdout.write("Rien à changer.")
        ouvertes = voies.ouvertes()
        for code, libelle in Voie.Code.choices:
            self.stdout.write(f"{code:<14} {'ouverte' if code in ouvertes else 'fermée':<8} {libelle}")
