"""An agent finds a file by the telephone that calls: fingerprints beside the two numbers, with their indexes."""

from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # indexes are made while the version before goes on writing

    dependencies = [("accounts", "0047_fin_des_complementaires")]

    operations = [
        migrations.AddField("compte", "telephone_empreinte", models.CharField(max_length=64, null=True, editable=False)),
        migrations.AddField(
            "compte", "telephone_fixe_empreinte", models.CharField(max_length=64, null=True, editable=False)
        ),
        AddIndexConcurrently(
            "compte",
            models.Index(
                fields=("telephone_empreinte",),
                condition=models.Q(telephone_empreinte__isnull=False),
                name="comptes_d_un_mobile",
            ),
        ),
        AddIndexConcurrently(
            "compte",
            models.Index(
                fields=("telephone_fixe_empreinte",),
                condition=models.Q(telephone_fixe_empreinte__isnull=False),
                name="comptes_d_un_fixe",
            ),
        ),
    ]
