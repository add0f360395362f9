"""Measure the sweep: N due dates, several processes."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.noyau.echeances import mesure


class Command(BaseCommand):
    help = "Mesure le balayage : N échéances dues, plusieurs processus, chacune faite une seule fois."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--nombre", type=int, default=10_000)
        parser.add_argument("--processus", type=int, default=2)
        parser.add_argument("--format", choices=("texte", "json"), default="texte")
        parser.add_argument("--balayeur", action="store_true", help="usage interne : être l’un des processus")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["balayeur"]:
            mesure.balayer_jusqu_au_bout()
            return
        resultat = mesure.mesurer(options["nombre"], options["processus"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(mesure.en_dict(resultat)))
        else:
            self.stdout.write(
                f"{resultat.nombre} échéances en {resultat.secondes} s, {resultat.par_seconde} par seconde, "
                f"{resultat.processus} processus {resultat.par_processus}"
            )
        if not resultat.exactement_une_fois:
            raise CommandError("Une échéance a été manquée, ou faite deux fois.")
