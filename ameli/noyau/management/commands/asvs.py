"""Is the security matrix true? Each requirement has its row, each row its test that exists, or its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.noyau import matrice

MATRICE = Path("docs") / "securite" / "asvs.md"
NUMEROS = Path("docs") / "securite" / "asvs-numeros.txt"


class Command(BaseCommand):
    help = "Contrôle docs/securite/asvs.md : chaque exigence a sa ligne, chaque ligne un test qui existe ou une raison."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--manques", action="store_true", help="nomme aussi ce qui n’est pas tenu")

    def handle(self, *args: Any, **options: Any) -> None:
        racine: Path = settings.RACINE
        try:
            texte = (racine / MATRICE).read_text(encoding="utf-8")
            lignes = matrice.lire(texte)
        except (OSError, ValueError) as faute:
            raise CommandError(f"{MATRICE} : {faute}") from faute
        numeros = matrice.lire_numeros((racine / NUMEROS).read_text(encoding="utf-8"))
        resume = matrice.resume(lignes)
        fautes = matrice.fautes(lignes, numeros, racine)
        fautes += [f"{MATRICE}: write « {phrase} »" for phrase in resume if phrase not in texte]
        if fautes:
            raise CommandError("\n".join(fautes))
        for phrase in resume:
            self.stdout.write(phrase)
        if options["manques"]:
            for ligne in lignes:
                if ligne.statut == "gap":
                    self.stdout.write(f"{ligne.numero} (level {ligne.niveau}) {ligne.enonce}: {ligne.preuve}")
