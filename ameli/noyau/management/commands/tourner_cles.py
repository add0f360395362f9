"""Rewrite with the first key whatever another key wrote."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ameli.noyau.rotation import champs_chiffres, combien_restent, tourner


class Command(BaseCommand):
    help = "Rechiffre avec la première clé tout ce qu’une autre clé a écrit. Peut être interrompue et relancée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lot", type=int, default=500, help="lignes par transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for champ in champs_chiffres():
            restent = combien_restent(champ)
            faites = 0
            for faites in tourner(champ, options["lot"]):
                if options["verbosity"] >= 1:
                    self.stdout.write(f"{champ.contexte} : {faites} sur {restent}")
            total += faites
        self.stdout.write(f"{total} valeurs rechiffrées. Les anciennes clés ne sont plus utilisées par la base.")
