"""Django's command has no sense here: agents belong to a caisse, sign in with a key, and have roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.core.management.base import CommandError


class Command(createsuperuser.Command):
    help = "N’existe pas ici : voyez `manage.py installer` et `manage.py agents`."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "Ce site n’a pas de superutilisateur. Le premier agent : manage.py installer. "
            "Les suivants, et leurs rôles : manage.py agents ajouter."
        )
