"""One open wait of each name and place; the delays that stand still are with their démarche now."""

from django.db import migrations, models

import accounts.models.identifiants


class Migration(migrations.Migration):
    dependencies = [("demarches", "0019_attentes_reprises")]

    operations = [
        migrations.RemoveField("attente", "delais_en_attente"),
        migrations.AlterField(
            "attente",
            "public_id",
            models.CharField(
                default=accounts.models.identifiants.identifiant_public, editable=False, max_length=16, unique=True
            ),
        ),
        migrations.AddConstraint(
            "attente",
            models.UniqueConstraint(
                condition=models.Q(("close_le", None)),
                fields=("demarche", "nom", "place"),
                name="une_attente_a_la_fois",
            ),
        ),
    ]
