"""Add years of payments to practice people."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.bac_a_sable.histoires.peuplement import peupler_paiements
from ameli.bac_a_sable.installation import installer
from ameli.bac_a_sable.peuplement import PlageEpuisee

LARGEUR = 30


class Command(BaseCommand):
    help = (
        "Donne A années de paiements à N assurés fictifs qui n’en ont pas ; la même graine raconte les mêmes histoires."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--assures", type=int, required=True, metavar="N")
        parser.add_argument("--annees", type=int, default=2, metavar="A")
        parser.add_argument("--graine", type=int, default=1, metavar="S")

    def handle(self, *args: Any, **options: Any) -> None:
        nombre, annees = options["assures"], options["annees"]
        if nombre < 1 or not 1 <= annees <= 8:
            raise CommandError("--assures attend un nombre d’au moins 1, --annees un nombre de 1 à 8.")
        debut = time.monotonic()

        def progres(fait: int, lignes: int) -> None:
            plein = LARGEUR * fait // nombre
            barre = "█" * plein + "·" * (LARGEUR - plein)
            self.stderr.write(f"\r[{barre}] {fait} / {nombre} assurés, {lignes} lignes", ending="")

        installer()
        try:
            lignes = peupler_paiements(nombre, annees, options["graine"], progres)
        except PlageEpuisee as faute:
            raise CommandError(
                "Plus aucun numéro réservé pour ces dates de naissance. Remettez le bac à sable."
            ) from faute
        self.stderr.write("")
        self.stdout.write(f"{lignes} lignes écrites en {time.monotonic() - debut:.0f} s.")
