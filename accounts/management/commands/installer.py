"""Put a new site into service: its first caisse and its first agent. Said again, it does what is left to do."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.connexion.agents import ouverture
from accounts.connexion.agents.formulaires import FormulaireAgent, FormulaireCaisse
from accounts.management.commands.agents import ajouter_un_agent, dire_le_lien
from accounts.management.questions import Questions
from accounts.models import Agent, Caisse

ACTEUR = "systeme:manage.py installer"
CHAMPS_CAISSE = ("nom", "departement", "centre", "regime", "adresse")
CHAMPS_AGENT = ("matricule", "agent", "courriel", "equipe", "roles")


class Command(BaseCommand):
    help = "Crée la première caisse et le premier agent. Pose les questions auxquelles les options ne répondent pas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--non-interactif", action="store_true", help="ne pose aucune question")
        parser.add_argument("--caisse", default="", metavar="CODE", help="3 chiffres, comme 401")
        parser.add_argument(
            "--nom", default="", help="nom de la caisse ; connu pour celles du régime général et des régimes spéciaux"
        )
        parser.add_argument("--departement", default="")
        parser.add_argument("--centre", default="")
        parser.add_argument("--regime", default="")
        parser.add_argument(
            "--adresse", default="", help="adresse de la caisse : 12 rue des Pins / 40000 MONT-DE-MARSAN"
        )
        parser.add_argument("--matricule", default="", help="matricule du premier agent")
        parser.add_argument("--agent", default="", metavar="NOM", help="prénom et nom du premier agent")
        parser.add_argument("--courriel", default="")
        parser.add_argument("--equipe", default="")
        parser.add_argument("--roles", default="", help="séparés par une virgule")

    def handle(self, *args: Any, **options: Any) -> None:
        self.questions = Questions(self, muettes=options["non_interactif"])
        exiger_une_base_a_jour()
        caisse = self._caisse(options)
        self._agent(caisse, options)
        self.stdout.write("La suite : docs/exploitation/mise-en-service.md")

    def _caisse(self, options: dict[str, Any]) -> Caisse:
        code = options["caisse"] or self._code()
        deja = Caisse.objects.filter(code=code).first()
        if deja is not None:
            self.stdout.write(f"La caisse {code} est déjà là : {deja}.")
            return deja
        champs = self.questions.remplir(
            FormulaireCaisse, {"code": code, **{nom: options[nom] for nom in CHAMPS_CAISSE}},
            FormulaireCaisse.propositions(code), noms={"code": "caisse"},
        )  # fmt: skip
        caisse = ouverture.ajouter_caisse(ACTEUR, **champs)
        self.stdout.write(f"Caisse ajoutée : {caisse} ({caisse.code_organisme}).")
        return caisse

    def _code(self) -> str:
        seule = Caisse.objects.order_by("code").values_list("code", flat=True).first() or ""
        if self.questions.muettes:
            if not seule:
                raise CommandError("--caisse : donnez le code de la caisse, comme 401.")
            return seule
        return self.questions.demander("Code de la caisse (3 chiffres)", seule)

    def _agent(self, caisse: Caisse, options: dict[str, Any]) -> None:
        matricule = options["matricule"]
        deja = Agent.objects.select_related("compte").filter(matricule=matricule).first()
        if deja is None and not matricule and (present := Agent.objects.filter(caisse=caisse).first()) is not None:
            self.stdout.write(f"Cette caisse a déjà un agent, {present.matricule}. Pour les autres : manage.py agents")
            return
        if deja is not None and deja.compte.has_usable_password():
            self.stdout.write(f"L’agent {matricule} est déjà là, avec son mot de passe.")
            return
        compte = deja.compte if deja is not None else None
        if compte is None:
            dits = {nom: options[nom] for nom in CHAMPS_AGENT}
            dits["nom"] = dits.pop("agent")
            champs = self.questions.remplir(
                FormulaireAgent, dits, {"roles": "encadrant,exploitant"}, noms={"nom": "agent"}
            )
            compte = ajouter_un_agent(caisse, champs, ACTEUR)
        dire_le_lien(self, compte.identifiant, ouverture.donner_un_lien(compte, ACTEUR))


def exiger_une_base_a_jour() -> None:
    """Raises CommandError while the database does not answer, or has migrations to come."""
    try:
        executeur = MigrationExecutor(connection)
    except OperationalError as panne:
        raise CommandError("La base de données ne répond pas. Vérifiez DATABASE_URL.") from panne
    if executeur.migration_plan(executeur.loader.graph.leaf_nodes()):
        raise CommandError("La base de données n’est pas à jour. Lancez d’abord : manage.py migrate")
