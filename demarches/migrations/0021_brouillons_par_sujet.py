"""A draft is told from others of its téléservice by what it is about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("demarches", "0020_attentes_fin")]

    operations = [
        migrations.AddField(
            model_name="brouillon",
            name="sujet",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.RemoveConstraint(model_name="brouillon", name="un_brouillon_ouvert"),
        migrations.AddConstraint(
            model_name="brouillon",
            constraint=models.UniqueConstraint(
                condition=models.Q(("etat", "OUVERT")),
                fields=("assure", "teleservice", "sujet"),
                name="un_brouillon_par_sujet",
            ),
        ),
    ]
