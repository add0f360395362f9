"""Is the table of accessibility true? Each criterion has its row, each row its test that exists, its day or its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ameli.noyau import accessibilite


class Command(BaseCommand):
    help = "Contrôle docs/accessibilite.md : chaque critère du RGAA a sa ligne, chaque ligne un test, une date ou une raison."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        racine: Path = settings.RACINE
        try:
            texte = (racine / accessibilite.TABLE).read_text(encoding="utf-8")
        except OSError as faute:
            raise CommandError(f"{accessibilite.TABLE} : {faute}") from faute
        if fautes := accessibilite.fautes(texte, racine):
            raise CommandError("\n".join(fautes))
        self.stdout.write(accessibilite.lire(texte).resume)
