"""Write again with the first key of AMELI_CLE_EMPREINTE whatever fingerprint another key made."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.noyau.chiffrement import cles_d_empreinte
from ameli.noyau.empreintes import tours


class Command(BaseCommand):
    help = "Refait avec la première clé les empreintes qu’une autre clé a écrites. Peut être interrompue et relancée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lot", type=int, default=500, help="lignes par transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        if len(cles_d_empreinte()) < 2:
            raise CommandError("AMELI_CLE_EMPREINTE n’a qu’une clé. Écrivez la nouvelle devant elle, avec une virgule.")
        total = 0
        for nom, tour in tours().items():
            lues = ecrites = 0
            for lues, ecrites in tour(options["lot"]):
                if options["verbosity"] >= 2:
                    self.stdout.write(f"{nom}\N{NO-BREAK SPACE}: {lues} lues, {ecrites} refaites")
            self.stdout.write(f"{nom}\N{NO-BREAK SPACE}: {ecrites} refaites sur {lues}")
            total += ecrites
        self.stdout.write(f"{total} empreintes refaites. Relancez jusqu’à lire 0.")
