"""What the outside world has received: mails, SMS and letters."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ameli.bac_a_sable.boite import courriers_de, en_clair
from ameli.bac_a_sable.tableau import tableau


class Command(BaseCommand):
    help = "Liste les courriels, SMS et lettres reçus, du plus ancien au plus récent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument("--a", default="", metavar="ADRESSE", help="adresse électronique ou numéro de téléphone")

    def handle(self, *args: Any, **options: Any) -> None:
        courriers = [en_clair(courrier) for courrier in courriers_de(options["a"])]
        if options["format"] == "json":
            self.stdout.write(json.dumps(courriers, ensure_ascii=False, indent=2))
            return
        if not courriers:
            self.stdout.write("Aucun courrier.")
            return
        lignes = [
            (
                c["recu_le"][:16].replace("T", " "),
                c["canal"],
                c["a"].splitlines()[0],
                c["objet"] or c["texte"].strip()[:60],
            )
            for c in courriers
        ]
        self.stdout.write(tableau(("Reçu le", "Voie", "À", "Objet"), lignes))
