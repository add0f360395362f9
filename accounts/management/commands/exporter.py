"""Write the tables of a site as the CSV files that `importer` reads (docs/exploitation/importer.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.importation.ecriture import MOTIF_D_EXPORT
from accounts.models import Agent
from ameli.noyau.echange import sortie
from ameli.noyau.echange.fichiers import declares
from ameli.noyau.journal import journaliser
from ameli.noyau.templatetags.composants import pluriel

LOT = 5_000


class Command(BaseCommand):
    help = (
        "Écrit les fichiers CSV que « importer » relit. Ils disent tout en clair : gardez-les comme la base elle-même."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dossier", type=Path, help="créé s’il manque ; rien n’y est remplacé")
        parser.add_argument(
            "--par", required=True, metavar="MATRICULE", help="l’agent qui demande l’export, pour le journal"
        )
        parser.add_argument("--seulement", nargs="+", metavar="NOM", help="ces fichiers-là : personnes, assures…")

    def handle(self, *args: Any, **options: Any) -> None:
        agent = Agent.objects.filter(matricule=options["par"], compte__is_active=True).first()
        if agent is None:
            raise CommandError(f"Aucun agent n’a le matricule {options['par']}.")
        voulus = [un for un in declares() if not options["seulement"] or un.nom in options["seulement"]]
        dossier: Path = options["dossier"]
        dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
        if deja := [un.nom for un in voulus if (dossier / f"{un.nom}.csv").exists()]:
            raise CommandError(f"{deja[0]}.csv est déjà dans ce dossier. Choisissez-en un autre.")
        for fichier in voulus:
            journaliser("export.termine", acteur=f"agent:{agent.matricule}", motif=f"{MOTIF_D_EXPORT}, {fichier.nom}")
            ecrites = sortie.exporter(fichier, dossier / f"{fichier.nom}.csv", lot=LOT, progres=self._progres)
            self.stdout.write(f"{fichier.nom}.csv : {pluriel(ecrites, 'ligne,lignes')}.")

    def _progres(self, fait: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{pluriel(fait, 'ligne,lignes')}", ending="")
