"""Read and move the sandbox's clock."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.bac_a_sable import machine_temps
from ameli.bac_a_sable.duree import DureeIllisible, lire
from ameli.bac_a_sable.installation import remettre
from ameli.bac_a_sable.models import Saut
from ameli.noyau import horloge
from ameli.noyau.formats import quand


class Command(BaseCommand):
    help = (
        "Horloge d’entraînement : afficher, avancer DURÉE (48h, 10j, 2 mois, 1an), remettre (tout revient au départ)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("afficher", help="la date et l’heure d’entraînement")
        avancer = actions.add_parser("avancer", help="avance, d’échéance en échéance")
        avancer.add_argument("duree", nargs="+", metavar="DURÉE")
        actions.add_parser("remettre", help="revient à l’heure réelle et réinstalle les personnes d’entraînement")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "avancer":
            self._avancer(" ".join(options["duree"]))
        elif options["action"] == "remettre":
            remettre()
            self.stdout.write("Tout est revenu au départ : l’heure, les personnes, leurs dossiers.")
        self._afficher()

    def _afficher(self) -> None:
        moment = horloge.maintenant()
        decale = "" if not horloge.decalage() else f" (heure réelle : {quand(horloge.temps_reel())})"
        self.stdout.write(f"Il est {quand(moment)}, {moment.astimezone(horloge.PARIS):%d/%m/%Y}{decale}.")

    def _avancer(self, texte: str) -> None:
        try:
            saut = machine_temps.avancer(lire(texte), self._progres)
        except DureeIllisible as faute:
            raise CommandError(str(faute)) from faute
        except machine_temps.DejaEnRoute as faute:
            raise CommandError("L’horloge est déjà en train d’avancer. Réessayez dans un instant.") from faute
        if sys.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(f"Échéances passées : {saut.echeances}. Messages envoyés : {saut.courriers}.")
        if saut.en_panne:
            self.stdout.write(f"Échéances manquées, à revoir dans /agents/ : {saut.en_panne}.")

    def _progres(self, saut: Saut) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{saut.pourcentage:3} %  {quand(saut.arrive_a)}   ", ending="")
