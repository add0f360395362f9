"""`manage.py limites`: every limit as a door, as docs/securite/regles.md shows it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.securite.portes import tableau


class Command(BaseCommand):
    help = "Les limites d’essais, en Markdown : ce qui est compté, ce qui se ferme, ce qui reste ouvert."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(tableau())
