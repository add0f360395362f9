"""An agent lost their telephone and their printed codes: take their keys away, so that they set one up again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.connexion.cles import trousseau
from accounts.models import Agent


class Command(BaseCommand):
    help = "Remet à zéro les clés d’un agent, à la demande d’un autre. Les deux matricules et le motif vont au journal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("matricule", help="l’agent qui a perdu ses clés")
        parser.add_argument("--par", required=True, help="matricule de l’agent qui l’a reconnu, un autre que lui")
        parser.add_argument("--motif", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["matricule"] == options["par"]:
            raise CommandError("Un agent ne remet pas ses propres clés à zéro.")
        agents = {agent.matricule: agent for agent in Agent.objects.select_related("compte")}
        for matricule in (options["matricule"], options["par"]):
            if matricule not in agents:
                raise CommandError(f"Aucun agent n’a le matricule {matricule}.")
        compte = agents[options["matricule"]].compte
        if not trousseau.remettre_a_zero(compte, acteur=f"agent:{options['par']}", motif=options["motif"]):
            raise CommandError("Cet agent n’a pas de clé.")
        self.stdout.write("Ses clés sont retirées. Il en ajoute une à sa prochaine connexion.")
