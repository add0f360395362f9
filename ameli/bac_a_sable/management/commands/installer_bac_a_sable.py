"""Install the practice population, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ameli.bac_a_sable.installation import installer
from ameli.bac_a_sable.personas import agents, personas


class Command(BaseCommand):
    help = "Installe les personnes d’entraînement. Sans effet quand elles sont déjà là."

    def handle(self, *args: Any, **options: Any) -> None:
        if installer():
            self.stdout.write(f"{len(personas())} assurés et {len(agents())} agents d’entraînement installés.")
        else:
            self.stdout.write("Les personnes d’entraînement sont déjà là.")
