"""Read and move the sandbox's clock."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.bac_a_sable import machine_temps
from ameli.bac_a_sable.duree import DureeIllisible, est_longue, lire
from ameli.bac_a_sable.installation import remettre
from ameli.bac_a_sable.models import Saut
from ameli.noyau import horloge
from ameli.noyau.calendrier import Duree
from ameli.noyau.formats import moment


class Command(BaseCommand):
    help = "Horloge d’entraînement : afficher, avancer DURÉE (20 min, 48h, 10j, 2 mois, 1an), remettre (tout revient au départ)."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("afficher", help="la date et l’heure d’entraînement")
        avancer = actions.add_parser("avancer", help="avance, d’échéance en échéance")
        avancer.add_argument("duree", nargs="+", metavar="DURÉE")
        avancer.add_argument("--oui", action="store_true", help="ne demande pas de confirmer au-delà de 13 mois")
        actions.add_parser("remettre", help="revient à l’heure réelle et réinstalle les personnes d’entraînement")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "avancer":
            self._avancer(" ".join(options["duree"]), sans_demander=options["oui"])
        elif options["action"] == "remettre":
            remettre()
            self.stdout.write("Tout est revenu au départ : l’heure, les personnes, leurs dossiers.")
        self._afficher()

    def _afficher(self) -> None:
        decale = "" if not horloge.decalage() else f" (heure réelle : {moment(horloge.temps_reel())})"
        self.stdout.write(f"Nous sommes le {moment(horloge.maintenant())}{decale}.")

    def _avancer(self, texte: str, *, sans_demander: bool) -> None:
        try:
            duree = lire(texte)
            if not sans_demander and est_longue(duree, horloge.maintenant()):
                self._faire_confirmer(duree)
            saut = machine_temps.avancer(duree, self._progres)
        except DureeIllisible as faute:
            raise CommandError(str(faute)) from faute
        except machine_temps.DejaEnRoute as faute:
            raise CommandError("L’horloge est déjà en train d’avancer. Réessayez dans un instant.") from faute
        if sys.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(f"Échéances passées : {saut.echeances}. Messages envoyés : {saut.courriers}.")
        if saut.en_panne:
            self.stdout.write(f"Échéances manquées, à revoir dans /agents/ : {saut.en_panne}.")

    def _faire_confirmer(self, duree: Duree) -> None:
        """Raises CommandError unless somebody says yes."""
        arrivee = moment(duree.apres(horloge.maintenant()))
        if not sys.stdin.isatty():
            raise CommandError(f"L’horloge irait jusqu’au {arrivee}, sans retour. Pour le vouloir, ajoutez --oui.")
        if input(f"Aller jusqu’au {arrivee}, sans retour ? (oui / non) ").strip().lower() not in ("o", "oui"):
            raise CommandError("L’horloge n’a pas bougé.")

    def _progres(self, saut: Saut) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{saut.pourcentage:3} %  {moment(saut.arrive_a)}   ", ending="")
