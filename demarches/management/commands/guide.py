"""`manage.py guide`: the guide of the 21 chapters as PDFs, one for all and one for each. `make guide` takes its pictures first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from demarches.guide.chapitres import CHAPITRES
from demarches.guide.papier import ENTIER, ecrire, nom_du_papier
from documents.rendu import rendre_html


class Command(BaseCommand):
    help = "Le guide en PDF : un fichier pour tout, puis un par chapitre."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dossier", type=Path, default=settings.GUIDE, help="où sont les images, et où vont les PDF"
        )
        parser.add_argument("--chapitre", type=int, choices=[un.numero for un in CHAPITRES], help="celui-ci seulement")

    def handle(self, *args: Any, dossier: Path, chapitre: int | None, **options: Any) -> None:
        dossier.mkdir(parents=True, exist_ok=True)
        papiers = {nom_du_papier(un): (un.numero,) for un in CHAPITRES if chapitre in (None, un.numero)}
        if chapitre is None:
            papiers[ENTIER] = ()
        for nom, numeros in papiers.items():
            (dossier / nom).write_bytes(rendre_html(ecrire(dossier, numeros)))
            self.stdout.write(f"{dossier / nom}")
