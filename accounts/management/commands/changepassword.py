"""Django's command would let an operator know a password, without the rules of passwords and without a trace."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.core.management.base import CommandError


class Command(changepassword.Command):
    help = "N’existe pas ici : voyez `manage.py agents lien`."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "Personne ne choisit le mot de passe d’un autre. Un agent reçoit un lien : manage.py agents lien MATRICULE. "
            "Un assuré utilise « Mot de passe oublié ? »."
        )
