"""The telephones that are there already get their fingerprints, some hundreds of accounts in a transaction."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from accounts.informations.contacts.empreintes import completer


def remplir(apps: Any, schema_editor: Any) -> None:
    sum(completer(modele=apps.get_model("accounts", "Compte")))


class Migration(migrations.Migration):
    atomic = False  # stopped, it goes on from what is written

    dependencies = [("accounts", "0048_telephones_retrouves")]

    operations = [migrations.RunPython(remplir, migrations.RunPython.noop, elidable=True)]
