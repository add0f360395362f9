"""An address may have four lines, be foreign or written by hand, and belong to one beneficiary who lives elsewhere."""

import django.db.models.deletion
from django.db import migrations, models

from ameli.noyau.journal.declencheurs import exiger_auteur


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_carte_europeenne'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='adresse',
            name='une_adresse_courante',
        ),
        migrations.AddField(
            model_name='adresse',
            name='beneficiaire',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adresses', to='accounts.beneficiaire'),
        ),
        migrations.AddField(
            model_name='adresse',
            name='emmenagement_le',
            field=models.DateField(blank=True, null=True, verbose_name='emménagement le'),
        ),
        migrations.AddField(
            model_name='adresse',
            name='ligne_3',
            field=models.CharField(blank=True, default='', max_length=38, verbose_name='troisième ligne'),
        ),
        migrations.AddField(
            model_name='adresse',
            name='ligne_4',
            field=models.CharField(blank=True, default='', max_length=38, verbose_name='quatrième ligne'),
        ),
        migrations.AddField(
            model_name='adresse',
            name='normalisee',
            field=models.BooleanField(default=True, verbose_name='reconnue par le service d’adresses'),
        ),
        migrations.AlterField(
            model_name='adresse',
            name='code_postal',
            field=models.CharField(blank=True, max_length=12, verbose_name='code postal'),
        ),
        migrations.AlterField(
            model_name='adresse',
            name='ligne_1',
            field=models.CharField(max_length=38, verbose_name='première ligne'),
        ),
        migrations.AlterField(
            model_name='adresse',
            name='ligne_2',
            field=models.CharField(blank=True, max_length=38, verbose_name='deuxième ligne'),
        ),
        migrations.AddConstraint(
            model_name='adresse',
            constraint=models.UniqueConstraint(condition=models.Q(('beneficiaire', None), ('fin_le', None)), fields=('assure',), name='une_adresse_courante'),
        ),
        migrations.AddConstraint(
            model_name='adresse',
            constraint=models.UniqueConstraint(condition=models.Q(('fin_le', None)), fields=('beneficiaire',), name='une_adresse_distincte_courante'),
        ),
        # The author is asked for the new columns too.
        migrations.RunSQL(
            "DROP TRIGGER exiger_auteur ON accounts_adresse; DROP TRIGGER exiger_auteur_insertion ON accounts_adresse",
            migrations.RunSQL.noop,
        ),
        exiger_auteur(
            "accounts_adresse",
            (
                "assure_id",
                "beneficiaire_id",
                "ligne_1",
                "ligne_2",
                "ligne_3",
                "ligne_4",
                "code_postal",
                "commune",
                "pays",
                "effet_le",
                "fin_le",
            ),
            insertion=True,
        ),
    ]
