"""What an agent may do beyond the files of their caisse. Each role is a group of Django's; upper floors say what it opens.

accorder("encadrant", "demarches.change_modelereponse")     # once, in a `gestionnaires` module
"""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Agent, Compte

ROLES = {
    "encadrant": "écrit les modèles de réponse, annonce les délais de sa caisse, envoie les commandes de cartes au fabricant",
    "habilite": "traite les dossiers protégés et les deuils, après une formation",
    "medical": "lit ce que seul le service médical peut lire, et écrit son avis",
    "invalidite": "lit les avis d’imposition des demandes de pension, que le service médical ne lit pas",
    "exploitant": "voit ce que la machine fait et le journal, ouvre et ferme les voies d’accès, ajoute les chiffres publiés",
}
_permissions: dict[str, set[str]] = {code: set() for code in ROLES}


def accorder(role: str, *permissions: str) -> None:
    """Open `permissions` ("app.codename") to the agents of this role. Raises KeyError for an unknown role."""
    _permissions[role].update(permissions)


accorder("encadrant", "accounts.change_commandecartevitale")
accorder(
    "exploitant",
    "noyau.view_echeance", "noyau.view_envoi", "noyau.view_entree",
    "accounts.view_voie", "accounts.add_voie", "accounts.change_voie",
    "accounts.view_chiffrec2s", "accounts.add_chiffrec2s", "accounts.change_chiffrec2s",
)  # fmt: skip


@transaction.atomic
def donner(compte: Compte, roles: Collection[str]) -> None:
    """Give these roles to an agent's account, and no other. Raises KeyError for an unknown role."""
    compte.groups.set([_groupe(role) for role in roles])


def _groupe(role: str) -> Group:
    """The group of this role, with what this version of the product opens to it."""
    groupe, _ = Group.objects.get_or_create(name=role)
    noms = [permission.split(".") for permission in sorted(_permissions[role])]
    trouvees = [Permission.objects.get(content_type__app_label=app, codename=code) for app, code in noms]
    groupe.permissions.set(trouvees)
    return groupe


def de(agent: Agent) -> QuerySet:
    """The names of the roles of `agent`, to be asked within another query."""
    return agent.compte.groups.values("name")
