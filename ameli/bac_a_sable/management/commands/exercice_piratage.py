"""Thieves against the running sandbox: how far they come, what the victim sees, what is lost."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.bac_a_sable.exercice import argent, deroulement
from ameli.bac_a_sable.exercice.scenarios import TOUS
from ameli.bac_a_sable.exercice.scene import Ligne
from ameli.bac_a_sable.installation import remettre
from ameli.bac_a_sable.tableau import tableau
from ameli.noyau.formats import montant


class Command(BaseCommand):
    help = (
        "Joue des vols de compte contre le bac à sable en marche. Les personnes d’entraînement et l’horloge reviennent "
        "au départ avant chaque histoire et à la fin. Code 1 si une victime qui réagit sous 72 heures perd de l’argent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", default=settings.URL_PUBLIQUE, help="adresse du site (celle d’AMELI_URL)")
        parser.add_argument("--seulement", default="", metavar="MOTS", help="les histoires dont le titre les contient")
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument("--histoires", action="store_true", help="raconte les histoires, sans les jouer")

    def handle(self, *args: Any, **options: Any) -> None:
        choisis = [un for un in TOUS if options["seulement"].casefold() in un.titre.casefold()]
        if not choisis:
            raise CommandError("Aucune histoire ne porte ces mots.")
        if options["histoires"]:
            for un in choisis:
                self.stdout.write(f"{un.titre}\n    {un.histoire}")
            return
        lignes = []
        try:
            for numero, ligne in enumerate(deroulement.jouer(choisis, options["site"]), start=1):
                lignes.append(ligne)
                if options["format"] == "table":
                    self._raconter(numero, ligne)
        finally:
            remettre()
        if options["format"] == "json":
            self.stdout.write(json.dumps([ligne.en_clair() for ligne in lignes], ensure_ascii=False, indent=2))
        else:
            self._resumer(lignes)
        if echecs := [ligne.scenario for ligne in lignes if ligne.echec]:
            raise CommandError(f"De l’argent est perdu malgré une réaction sous 72 heures : {', '.join(echecs)}.")

    def _raconter(self, numero: int, ligne: Ligne) -> None:
        """As it ends: a whole exercise takes two minutes."""
        self.stdout.write(f"{numero:2}. {ligne.scenario}")
        self.stdout.write(f"    La victime a vu : {' ; '.join(ligne.vu) or 'rien'}")
        if ligne.argent.retenu:
            self.stdout.write(f"    Retenu, puis versé à la victime : {montant(ligne.argent.retenu - ligne.perdu)}")

    def _resumer(self, lignes: list[Ligne]) -> None:
        entetes = ("Histoire", "Le voleur", "La victime", "Après", "Courriers", "Perdu")
        rangs = [
            (
                ligne.scenario, ligne.jusqu_ou, ligne.reaction or "ne réagit pas",
                "" if ligne.reaction_apres is None else f"{ligne.reaction_apres:.0f} h", str(len(ligne.vu)), montant(ligne.perdu),
            )
            for ligne in lignes
        ]  # fmt: skip
        total = sum((ligne.perdu for ligne in lignes), Decimal(0))
        self.stdout.write(f"\n{tableau(entetes, rangs)}\n")
        self.stdout.write(
            f"{len(lignes)} histoires, {montant(total)} perdus. Chaque jour, {montant(argent.PAR_JOUR)} devaient être versés."
        )
