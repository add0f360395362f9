"""Fingerprints of telephones that the version before wrote without them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.informations.contacts.empreintes import completer


class Command(BaseCommand):
    help = "Complète les empreintes des téléphones. À lancer après la dernière machine mise à jour ; peut être interrompue et relancée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lot", type=int, default=500, help="lignes par transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        corriges = sum(completer(options["lot"]))
        self.stdout.write(f"Comptes complétés\N{NO-BREAK SPACE}: {corriges}.")
