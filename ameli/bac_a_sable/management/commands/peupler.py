"""Add many practice people."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.bac_a_sable.installation import installer
from ameli.bac_a_sable.personas import personas
from ameli.bac_a_sable.peuplement import PlageEpuisee, peupler

LARGEUR = 30


class Command(BaseCommand):
    help = "Ajoute N assurés fictifs, avec leur compte. La même graine sur la même base donne les mêmes personnes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--assures", type=int, required=True, metavar="N")
        parser.add_argument("--graine", type=int, default=1, metavar="G")

    def handle(self, *args: Any, **options: Any) -> None:
        nombre = options["assures"]
        if nombre < 1:
            raise CommandError("--assures attend un nombre d’au moins 1.")

        def progres(fait: int) -> None:
            plein = LARGEUR * fait // nombre
            self.stderr.write(f"\r[{'█' * plein}{'·' * (LARGEUR - plein)}] {fait} / {nombre}", ending="")

        installer()
        try:
            total = peupler(nombre, options["graine"], progres)
        except PlageEpuisee as faute:
            raise CommandError(
                "Plus aucun numéro réservé pour ces dates de naissance, ou pour ces cartes. Remettez le bac à sable."
            ) from faute
        self.stderr.write("")
        self.stdout.write(f"{nombre} assurés ajoutés ({total} personnes). Mot de passe : {personas()[0].mot_de_passe}")
