"""After a restoration: are keys, journal, files and rows those of the backup?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.noyau.journal.verification import verifier
from ameli.noyau.sauvegarde import cles, fichiers, releve

MONTREES = 20


class Command(BaseCommand):
    help = "Vérifie ce qui a été restauré : clés, journal, fichiers, nombre de lignes. Ne change rien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dossier", type=Path, help="celui de la sauvegarde, avec son relevé")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            avant = releve.lire(options["dossier"])
        except releve.ReleveIllisible as faute:
            raise CommandError(f"Pas de relevé lisible : {faute}. La sauvegarde n’a pas été finie.") from faute
        etapes: tuple[tuple[str, Callable[[], list[str]]], ...] = (
            ("Clés", cles.toutes_les_fautes),
            ("Lignes", lambda: releve.ecarts(avant, releve.relever())),
            ("Journal", lambda: [str(rupture) for rupture in verifier(avant.tete).ruptures]),
            ("Fichiers", _fichiers),
        )
        fausses = [nom for nom, etape in etapes if not self._dire(nom, etape())]
        if fausses:
            raise CommandError(f"À voir : {', '.join(fausses)}.")
        self.stdout.write(f"C’est la sauvegarde du {avant.le}, entière.")

    def _dire(self, nom: str, fautes: list[str]) -> bool:
        self.stdout.write(f"{nom} : {'juste' if not fautes else f'{len(fautes)} à voir'}")
        for faute in fautes[:MONTREES]:
            self.stderr.write(self.style.ERROR(f"  {faute}"))
        return not fautes


def _fichiers() -> list[str]:
    constat = fichiers.confronter()
    return [f"{nom} : sans fichier" for nom in constat.absents] + [f"{nom} : illisible" for nom in constat.illisibles]
