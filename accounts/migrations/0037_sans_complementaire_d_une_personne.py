"""The former table goes, once payments have left it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0036_complementaires_par_dossier"),
        ("paiements", "0010_complementaires_du_dossier"),
    ]

    operations = [migrations.DeleteModel(name="Complementaire")]
