"""What every command that takes files over asks, and refuses before it reads a line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Agent
from ameli.noyau.sauvegarde import cles


class Reprise(BaseCommand):
    """`lot` is the number of lines of a transaction when nobody says it."""

    lot: int

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--par", required=True, metavar="MATRICULE", help="l’agent qui demande la reprise, pour le journal"
        )
        parser.add_argument("--a-blanc", action="store_true", help="contrôle et compte, n’écrit rien")
        parser.add_argument("--lot", type=int, default=self.lot, help="lignes par transaction")

    def demandeur(self, options: dict[str, Any]) -> str:
        """Who acts, as the journal names it. Raises CommandError for other keys, an unknown agent or an empty lot."""
        if autres := cles.fautes():  # everybody would be unknown here, and written a second time
            raise CommandError("\n".join(autres))
        agent = Agent.objects.filter(matricule=options["par"], compte__is_active=True).first()
        if agent is None:
            raise CommandError(f"Aucun agent n’a le matricule {options['par']}.")
        if options["lot"] < 1:
            raise CommandError("--lot attend un nombre d’au moins 1.")
        return f"agent:{agent.matricule}"
