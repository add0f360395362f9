"""Take over caisses, people, files, rights, cards and payments from CSV files (docs/exploitation/importer.md)."""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from accounts.importation.commande import Reprise
from accounts.importation.ecriture import MOTIF
from ameli.noyau import horloge
from ameli.noyau.echange import ecriture
from ameli.noyau.echange.ecriture import Bilan
from ameli.noyau.echange.fichiers import Fichier, declares
from ameli.noyau.echange.lecture import FichierInconnu
from ameli.noyau.journal import journaliser
from ameli.noyau.templatetags.composants import pluriel

MONTREES = 50
ETAPE = 100_000  # lines between two words of progress where no terminal shows them


class Command(Reprise):
    lot = 5_000
    help = "Reprend des fichiers CSV : les lignes justes sont écrites, les autres sont rapportées. Ce qui est déjà là ne change pas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "fichiers", type=Path, nargs="+", help="un dossier, ou des fichiers nommés personnes.csv, assures.csv…"
        )
        parser.add_argument("--rapport", type=Path, metavar="FICHIER", help="toutes les lignes refusées, en CSV")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        self.acteur, self.lot, self.montrees = self.demandeur(options), options["lot"], 0
        a_lire = _ranger(options["fichiers"])
        with (
            _rapport(options["rapport"]) as self.rapport,
            transaction.atomic() if options["a_blanc"] else nullcontext(),
        ):
            bilans = [self._importer(fichier, chemin) for fichier, chemin in a_lire]
            if options["a_blanc"]:
                transaction.set_rollback(True)
                self.stdout.write("Rien n’a été écrit.")
        if refusees := sum(bilan.refusees for bilan in bilans):
            raise CommandError(f"{pluriel(refusees, 'ligne refusée,lignes refusées')}. Corrigez-les et relancez : le reste ne change pas.")  # fmt: skip

    def _importer(self, fichier: Fichier, chemin: Path) -> Bilan:
        debut = time.monotonic()

        def rapporter(ligne: int, colonne: str, phrase: str) -> None:
            self.rapport.writerow((chemin.name, ligne, colonne, phrase))
            self.montrees += 1
            if self.montrees <= MONTREES:
                self.stderr.write(self.style.ERROR(f"{chemin.name}, ligne {ligne} : {colonne} : {phrase}"))

        try:
            with horloge.portee():
                bilan = ecriture.importer(
                    fichier, chemin, lot=self.lot, acteur=self.acteur, motif=MOTIF, rapporter=rapporter,
                    progres=lambda fait: self._progres(chemin, fait, time.monotonic() - debut),
                )  # fmt: skip
        except (FichierInconnu, OSError) as faute:
            phrase = str(faute) if isinstance(faute, FichierInconnu) else f"Il ne se lit pas ({type(faute).__name__})."
            raise CommandError(f"{chemin.name} : {phrase}") from faute
        if bilan.ajoutees:
            journaliser(
                "import.termine", acteur=self.acteur, motif=f"{MOTIF}, {fichier.nom}",
                donnees={"lignes": bilan.lues, "ajoutees": bilan.ajoutees},
            )  # fmt: skip
        self.stdout.write(
            f"{chemin.name} : {pluriel(bilan.lues, 'ligne lue,lignes lues')}, {pluriel(bilan.ajoutees, 'ajoutée,ajoutées')},"
            f" {bilan.deja_la} déjà là, {pluriel(bilan.refusees, 'refusée,refusées')}, en {time.monotonic() - debut:.0f} s."
        )
        return bilan

    def _progres(self, chemin: Path, bilan: Bilan, secondes: float) -> None:
        vitesse = f"{chemin.name} : {pluriel(bilan.lues, 'ligne,lignes')}, {bilan.lues / max(secondes, 0.001):.0f} par seconde"
        if self.stderr.isatty():
            self.stderr.write(f"\r{vitesse}", ending="")
        elif bilan.lues % ETAPE < self.lot and bilan.lues >= ETAPE:
            self.stderr.write(vitesse)


def _ranger(chemins: list[Path]) -> list[tuple[Fichier, Path]]:
    """The files to read, those on which others lean first. Raises CommandError for one whose name says nothing."""
    fichiers = declares()
    trouves = {}
    for chemin in chemins:
        for un in sorted(chemin.glob("*.csv")) if chemin.is_dir() else [chemin]:
            trouves[un.stem] = un
    noms = [fichier.nom for fichier in fichiers]
    if inconnus := sorted(set(trouves) - set(noms)):
        raise CommandError(f"{inconnus[0]}.csv : ce nom ne dit pas ce que le fichier contient. Les noms connus : {', '.join(noms)}.")  # fmt: skip
    if not trouves:
        raise CommandError(f"Aucun fichier à lire. Les noms connus : {', '.join(noms)}.")
    return [(fichier, trouves[fichier.nom]) for fichier in fichiers if fichier.nom in trouves]


@contextmanager
def _rapport(chemin: Path | None) -> Iterator[Any]:
    """A table of the refused lines; nowhere, when none was asked for."""
    with (chemin or Path(os.devnull)).open("w", encoding="utf-8", newline="") as sortie:
        rangees = csv.writer(sortie, delimiter=";", lineterminator="\n")
        rangees.writerow(("fichier", "ligne", "colonne", "faute"))
        yield rangees
