"""`manage.py guide`: the guide of the 21 chapters as PDFs, one for all and one for each. `make guide` takes its pictures first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demarches.accueil.guide import CHAPITRES, ecrire
from documents.rendu import rendre_html


class Command(BaseCommand):
    help = "Le guide en PDF : guide.pdf, puis un fichier par chapitre."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--images", type=Path, default=None, help="dossier des images prises par « make guide »")
        parser.add_argument("--sortie", type=Path, default=Path(".local/guide"), help="dossier des PDF")
        parser.add_argument("--chapitre", type=int, choices=[un.numero for un in CHAPITRES], help="celui-ci seulement")

    def handle(self, *args: Any, images: Path | None, sortie: Path, chapitre: int | None, **options: Any) -> None:
        sortie.mkdir(parents=True, exist_ok=True)
        seuls = [chapitre] if chapitre else [un.numero for un in CHAPITRES]
        papiers = {f"chapitre-{numero:02}.pdf": ecrire(images, (numero,)) for numero in seuls}
        if chapitre is None:
            papiers["guide.pdf"] = ecrire(images)
        for nom, html in papiers.items():
            (sortie / nom).write_bytes(rendre_html(html))
            self.stdout.write(f"{sortie / nom}")
