"""Who one may sign in as."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ameli.bac_a_sable.personas import agents, personas
from ameli.bac_a_sable.tableau import tableau
from ameli.noyau.formats import nir


class Command(BaseCommand):
    help = "Liste les personnes d’entraînement : identifiants et usage de chacune. --agents liste les agents."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument("--agents", action="store_true", help="les agents des caisses au lieu des assurés")

    def handle(self, *args: Any, **options: Any) -> None:
        gens = agents() if options["agents"] else personas()
        if options["format"] == "json":
            self.stdout.write(json.dumps([une.en_clair() for une in gens], ensure_ascii=False, indent=2))
        elif options["agents"]:
            self.stdout.write(self._agents())
        else:
            self.stdout.write(self._assures())

    def _assures(self) -> str:
        lignes = [
            (f"{une.prenom} {une.nom_courant}", nir(une.nir), une.serie or "aucune", une.bon_pour) for une in personas()
        ]
        texte = tableau(("Personne", "Numéro de Sécurité sociale", "Carte Vitale", "Bon pour"), lignes)
        return (
            f"{texte}\n\nMot de passe de toutes ces personnes : {personas()[0].mot_de_passe}\n{self._phrase_agents()}"
        )

    def _phrase_agents(self) -> str:
        noms = ", ".join(agent.matricule for agent in agents())
        return f"Agents (site /agents/) : {noms} ; mot de passe : {agents()[0].mot_de_passe}"

    def _agents(self) -> str:
        lignes = [(a.matricule, a.mot_de_passe, a.nom, a.role) for a in agents()]
        return tableau(("Matricule", "Mot de passe", "Nom", "Rôle"), lignes)
