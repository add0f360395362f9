"""Each sign-in is told [C]: nobody had asked for fewer mails before this choice was offered as one."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def prevenir_a_chaque_connexion(apps: Any, schema_editor: Any) -> None:
    apps.get_model("accounts", "Compte").objects.filter(alerte_chaque_connexion=False).update(alerte_chaque_connexion=True)


class Migration(migrations.Migration):
    dependencies = (("accounts", "0021_essais_par_lieu"),)
    operations = (
        migrations.AlterField(
            model_name="compte",
            name="alerte_chaque_connexion",
            field=models.BooleanField(default=True, verbose_name="alerte à chaque connexion"),
        ),
        migrations.RunPython(prevenir_a_chaque_connexion, migrations.RunPython.noop),
    )
