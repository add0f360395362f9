"""What a démarche holds while it is open is a row for each of its subjects, found by a keyed fingerprint."""

import django.db.models.deletion
from django.db import migrations, models

from ameli.noyau.chiffrement import empreinte


def tenir(apps, schema_editor):
    """The one lock of each open démarche, on its file."""
    verrou = apps.get_model("demarches", "Verrou")
    for demarche in apps.get_model("demarches", "Demarche").objects.exclude(verrou=None).select_related("assure"):
        sujet = empreinte("sujet", f"{demarche.teleservice}:{demarche.assure.public_id}")
        verrou.objects.create(empreinte=sujet, demarche=demarche)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("demarches", "0011_places_d_items"),
    ]

    operations = [
        migrations.CreateModel(
            name="Verrou",
            fields=[
                ("empreinte", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "demarche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="verrous", to="demarches.demarche"
                    ),
                ),
            ],
            options={"verbose_name": "verrou"},
        ),
        migrations.RunPython(tenir, migrations.RunPython.noop),
    ]
