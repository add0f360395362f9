"""At sign-in each device has a living code of its own: that of another device is not killed by it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("accounts", "0023_adresse_refusee"),)
    operations = (
        migrations.RemoveConstraint(model_name="codesecurite", name="un_code_vivant_par_usage"),
        migrations.AddConstraint(
            model_name="codesecurite",
            constraint=models.UniqueConstraint(
                condition=models.Q(annule_le=None, utilise_le=None),
                fields=("compte", "usage", "liaison"),
                name="un_code_vivant_par_demande",
            ),
        ),
    )
