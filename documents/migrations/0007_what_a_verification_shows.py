"""What whoever verifies a paper compares with it."""

from django.db import migrations

import ameli.noyau.chiffrement


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_commande_de_tout_papier")]
    operations = [
        migrations.AddField(
            model_name="document",
            name="resume_verif",
            field=ameli.noyau.chiffrement.ChampChiffre(
                blank=True, default="", help_text="JSON, [label, value] pairs", verbose_name="ce que la vérification montre"
            ),
        ),
    ]
