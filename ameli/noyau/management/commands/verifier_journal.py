"""Recompute the chain of the journal and name what is broken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ameli.noyau.journal.verification import verifier

MONTREES = 20


class Command(BaseCommand):
    help = "Recalcule la chaîne du journal et nomme ce qui a été altéré, supprimé ou inséré."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tete", help="RANG:EMPREINTE gardés ailleurs, pour voir une chaîne coupée ou réécrite")

    def handle(self, *args: Any, **options: Any) -> None:
        rapport = verifier(_lire_tete(options["tete"]))
        for rupture in rapport.ruptures[:MONTREES]:
            self.stderr.write(self.style.ERROR(str(rupture)))
        if rapport.ruptures:
            raise CommandError(f"Le journal est rompu : {len(rapport.ruptures)} anomalie(s).", returncode=1)
        self.stdout.write(f"Journal intact : {rapport.maillons} entrées, tête {rapport.maillons}:{rapport.tete}")


def _lire_tete(texte: str | None) -> tuple[int, str] | None:
    if not texte:
        return None
    rang, _, empreinte = texte.partition(":")
    if not rang.isdecimal() or not empreinte:
        raise CommandError("--tete attend RANG:EMPREINTE")
    return int(rang), empreinte
