import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('accounts', '0040_a_quel_dossier'),
    ]

    operations = [
        migrations.AlterField(
            model_name='exoneration',
            name='assure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exonerations', to='accounts.assure'),
        ),
        migrations.AlterField(
            model_name='medecintraitant',
            name='assure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='medecins_traitants', to='accounts.assure'),
        ),
        migrations.AlterModelOptions(
            name='medecintraitant',
            options={'ordering': ('personne', 'id'), 'verbose_name': 'médecin traitant', 'verbose_name_plural': 'médecins traitants'},
        ),
        migrations.AddConstraint(
            model_name='beneficiaire',
            constraint=models.UniqueConstraint(condition=models.Q(('lien', 'ENFANT'), ('parent_referent', True)), fields=('personne',), name='un_parent_referent'),
        ),
        migrations.AddConstraint(
            model_name='medecintraitant',
            constraint=models.UniqueConstraint(fields=('assure', 'personne'), name='un_medecin_traitant_par_dossier'),
        ),
    ]
