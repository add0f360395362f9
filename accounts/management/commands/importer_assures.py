"""Take over the insured people of a caisse from a file (docs/exploitation/importer-des-assures.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import IntegrityError

from accounts.importation import ecriture
from accounts.importation.commande import Reprise
from accounts.importation.lecture import FormatInconnu
from ameli.noyau.templatetags.composants import pluriel

MONTREES = 50


class Command(Reprise):
    lot = 200
    help = "Reprend les assurés d’un fichier : tout est contrôlé d’abord, puis écrit. Ceux qui sont déjà là ne changent pas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", type=Path, help="JSON Lines, une ligne par assuré")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        acteur = self.demandeur(options)
        bilan = self._controler(options["fichier"], options["lot"])
        lues, neufs = pluriel(bilan.lignes, "ligne,lignes"), pluriel(bilan.nouveaux, "dossier,dossiers")
        self.stdout.write(f"{lues} : {neufs} à reprendre, {bilan.deja_la} déjà là.")
        if options["a_blanc"]:
            self.stdout.write("Rien n’a été écrit.")
            return
        ecrits = self._ecrire(options["fichier"], options["lot"], acteur)
        self.stdout.write(f"{pluriel(ecrits, 'dossier repris,dossiers repris')}.")

    def _controler(self, fichier: Path, lot: int) -> ecriture.Bilan:
        try:
            bilan = ecriture.controler(fichier, lot, self._progres)
        except (FormatInconnu, OSError) as faute:
            raise CommandError(_phrase(faute)) from faute
        for numero, phrase in bilan.fautes[:MONTREES]:
            self.stderr.write(self.style.ERROR(f"ligne {numero} : {phrase}"))
        if bilan.fautes:
            fausses = len({numero for numero, _ in bilan.fautes})
            raise CommandError(f"{pluriel(fausses, 'ligne,lignes')} à corriger sur {bilan.lignes}. Rien n’a été écrit.")
        return bilan

    def _ecrire(self, fichier: Path, lot: int, acteur: str) -> int:
        try:
            return ecriture.ecrire(fichier, lot, acteur, self._progres)
        except IntegrityError as faute:
            raise CommandError(
                "Quelqu’un a ajouté un de ces dossiers en même temps. Relancez la commande : elle reprend où elle en était."
            ) from faute

    def _progres(self, fait: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{pluriel(fait, 'ligne,lignes')}", ending="")


def _phrase(faute: Exception) -> str:
    return str(faute) if isinstance(faute, FormatInconnu) else f"Le fichier ne se lit pas ({type(faute).__name__})."
