"""A place keeps which codes were wrong there, instead of how many: what was counted before stays counted."""

from django.db import migrations, models

COMPTES = """
UPDATE accounts_codeprovisoire SET lieux = (
    SELECT jsonb_object_agg(lieu, (SELECT coalesce(jsonb_agg(rang::text), '[]') FROM generate_series(1, nombre::int) AS rang))
    FROM jsonb_each_text(lieux) AS un(lieu, nombre)
) WHERE lieux <> '{}'
"""
RETOUR = """
UPDATE accounts_codeprovisoire SET lieux = (
    SELECT jsonb_object_agg(lieu, jsonb_array_length(faux)) FROM jsonb_each(lieux) AS un(lieu, faux)
) WHERE lieux <> '{}'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0024_un_code_par_demande'),
    ]

    operations = [
        migrations.AlterField(
            model_name='codeprovisoire',
            name='essais',
            field=models.PositiveSmallIntegerField(default=0, help_text='wrong ones, wherever they were typed'),
        ),
        migrations.AlterField(
            model_name='codeprovisoire',
            name='lieux',
            field=models.JSONField(default=dict, help_text='hashes of the wrong ones typed at each place (accounts.securite.lieux)'),
        ),
        migrations.RunSQL(COMPTES, RETOUR),
    ]
