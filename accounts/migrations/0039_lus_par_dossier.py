import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A doctor and an exemption are those of a file. The rows say which one in the next migration."""

    dependencies = [
        ('accounts', '0038_droit_c2s'),
    ]

    operations = [
        migrations.AddField(
            model_name='exoneration',
            name='assure',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exonerations', to='accounts.assure'),
        ),
        migrations.AddField(
            model_name='medecintraitant',
            name='assure',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='medecins_traitants', to='accounts.assure'),
        ),
        migrations.AlterField(
            model_name='medecintraitant',
            name='personne',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='medecins_traitants', to='accounts.personne'),
        ),
    ]
