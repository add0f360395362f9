"""Install the practice population, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ameli.bac_a_sable.installation import PopulationAncienne, installer
from ameli.bac_a_sable.personas import agents, personas


class Command(BaseCommand):
    help = "Installe les personnes d’entraînement. Sans effet quand elles sont déjà là."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            installees = installer()
        except PopulationAncienne as faute:
            raise CommandError(
                "Les personnes d’entraînement datent d’une version précédente. Oubliez-les avec `make reset`, puis recommencez."
            ) from faute
        if installees:
            self.stdout.write(f"{len(personas())} assurés et {len(agents())} agents d’entraînement installés.")
        else:
            self.stdout.write("Les personnes d’entraînement sont déjà là.")
