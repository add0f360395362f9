"""A newborn is in the registry before the INSEE gives a number: the column and its fingerprint may be empty, together."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q

from ameli.noyau.chiffrement import ChampChiffre


class Migration(migrations.Migration):
    dependencies = [("accounts", "0028_carte_en_panne")]

    operations = [
        migrations.AlterField(
            model_name="personne",
            name="nir",
            field=ChampChiffre(
                blank=True,
                help_text="13 caractères, sans la clé",
                null=True,
                verbose_name="numéro de Sécurité sociale",
            ),
        ),
        migrations.AlterField(
            model_name="personne",
            name="nir_empreinte",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name="personne",
            constraint=models.CheckConstraint(
                condition=Q(nir__isnull=True, nir_empreinte=None) | Q(nir__isnull=False, nir_empreinte__isnull=False),
                name="numero_et_empreinte_ensemble",
            ),
        ),
    ]
