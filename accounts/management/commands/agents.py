"""The agents of the caisses: who they are; add one, give one a link, close one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.connexion.agents import ouverture
from accounts.connexion.agents.formulaires import FormulaireAgent
from accounts.connexion.agents.roles import ROLES
from accounts.management.questions import Questions
from accounts.models import Agent, Caisse, Compte

ACTEUR = "systeme:manage.py agents"
ACTIONS = ("ajouter", "lien", "fermer")


class Command(BaseCommand):
    help = "Liste les agents ; en ajoute un, lui donne un lien pour choisir un mot de passe, ou ferme son accès."

    def add_arguments(self, parser: CommandParser) -> None:
        roles = " ; ".join(f"{code} : {texte}" for code, texte in ROLES.items())
        parser.add_argument("action", nargs="?", choices=ACTIONS)
        parser.add_argument("matricule", nargs="?")
        parser.add_argument("--caisse", metavar="CODE", help="pour ajouter : 3 chiffres, comme 401")
        parser.add_argument("--nom", default="", help="pour ajouter : prénom et nom")
        parser.add_argument("--courriel", default="", help="pour ajouter")
        parser.add_argument("--equipe", default="", help="pour ajouter")
        parser.add_argument("--roles", default="", help=f"pour ajouter, séparés par une virgule. {roles}")
        parser.add_argument("--motif", default="", help="pour fermer : pourquoi")

    def handle(self, *args: Any, **options: Any) -> None:
        action, matricule = options["action"], options["matricule"]
        if action is None:
            self._lister()
            return
        if not matricule:
            raise CommandError(f"Dites le matricule : manage.py agents {action} MATRICULE")
        getattr(self, f"_{action}")(matricule, options)

    def _lister(self) -> None:
        agents = Agent.objects.select_related("compte", "caisse").prefetch_related("compte__groups")
        for agent in agents:
            roles = ",".join(groupe.name for groupe in agent.compte.groups.all())
            etat = (
                "fermé" if not agent.compte.is_active else "ouvert" if agent.compte.has_usable_password() else "attend"
            )
            self.stdout.write(f"{agent.matricule:<16} {etat:<7} {agent.caisse.code}  {agent.nom} {roles}".rstrip())

    def _ajouter(self, matricule: str, options: dict[str, Any]) -> None:
        caisse = Caisse.objects.filter(code=options["caisse"] or "").first()
        if caisse is None:
            codes = ", ".join(Caisse.objects.values_list("code", flat=True)) or "aucune, voyez manage.py installer"
            raise CommandError(f"--caisse : donnez le code d’une caisse du site ({codes}).")
        dits = {nom: options[nom] for nom in ("nom", "courriel", "equipe", "roles")}
        champs = Questions(self, muettes=True).remplir(FormulaireAgent, {"matricule": matricule, **dits})
        compte = ajouter_un_agent(caisse, champs, ACTEUR)
        dire_le_lien(self, matricule, ouverture.donner_un_lien(compte, ACTEUR))

    def _lien(self, matricule: str, options: dict[str, Any]) -> None:
        agent = self._trouver(matricule)
        if not agent.compte.is_active:
            raise CommandError("L’accès de cet agent est fermé.")
        dire_le_lien(self, matricule, ouverture.donner_un_lien(agent.compte, ACTEUR))

    def _fermer(self, matricule: str, options: dict[str, Any]) -> None:
        motif = options["motif"].strip()
        if not motif:
            raise CommandError("Dites pourquoi : manage.py agents fermer MATRICULE --motif « départ »")
        if ouverture.fermer(self._trouver(matricule).compte, acteur=ACTEUR, motif=motif):
            self.stdout.write(f"L’accès de {matricule} est fermé. Ses sessions sont terminées.")
        else:
            self.stdout.write("Cet accès était déjà fermé.")

    def _trouver(self, matricule: str) -> Agent:
        agent = Agent.objects.select_related("compte").filter(matricule=matricule).first()
        if agent is None:
            raise CommandError(f"Aucun agent n’a le matricule {matricule}.")
        return agent


def ajouter_un_agent(caisse: Caisse, champs: dict[str, Any], acteur: str) -> Compte:
    """The account of the new agent. Raises CommandError when the mail address is another account's."""
    try:
        return ouverture.ajouter(ouverture.NouvelAgent(caisse=caisse, **champs), acteur)
    except ouverture.AdressePrise as faute:
        raise CommandError("--courriel : cette adresse est déjà celle d’un autre compte.") from faute


def dire_le_lien(commande: BaseCommand, matricule: str, lien: str) -> None:
    """Once, on the terminal of who asked: the link is kept nowhere."""
    commande.stdout.write(f"Agent {matricule}. Il choisit son mot de passe ici, une seule fois, dans les 2 jours :")
    commande.stdout.write(lien)
