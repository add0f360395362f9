"""A transfer sent again tells the complementary cover nothing: it knows the care by the returned one."""

from django.db import migrations, models


def oublier_les_secondes_annonces(apps, schema_editor):
    """What was told twice stays told once."""
    paiements = apps.get_model("paiements", "Paiement").objects.filter(remplace__isnull=False)
    paiements.update(complementaire=None, transmis_le=None, a_transmettre=False)


class Migration(migrations.Migration):
    dependencies = [("paiements", "0007_kiosk_messages_not_believed")]
    operations = [
        migrations.RunPython(oublier_les_secondes_annonces, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="paiement",
            constraint=models.CheckConstraint(
                condition=models.Q(remplace=None) | models.Q(transmis_le=None, a_transmettre=False),
                name="un_soin_est_transmis_une_fois",
            ),
        ),
    ]
