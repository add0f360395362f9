"""`manage.py verifier_monde`: does the practice world contradict itself?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ameli.bac_a_sable.coherence import contradictions


class Command(BaseCommand):
    """Prints each contradiction, and fails when there is one."""

    help = "Bac à sable : dit ce qui se contredit (exonérations et taux, pensions et indemnités, dettes, avis et lettres, annonces, âges)."

    def handle(self, *args: Any, **options: Any) -> None:
        fautes = contradictions()
        for faute in fautes:
            self.stdout.write(faute)
        if fautes:
            raise CommandError(f"{len(fautes)} contradictions.")
        self.stdout.write("Rien ne se contredit.")
