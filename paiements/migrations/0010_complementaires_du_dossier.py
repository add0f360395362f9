"""A payment names a cover of its own file.

It named one of a person, who may be in another file as well. What was told from this file was known to it: the cover stays
written here too, under its own key.
"""

import django.db.models.deletion
from django.db import migrations, models


def garder_au_dossier(apps, schema_editor):
    paiements = apps.get_model("paiements", "Paiement")._base_manager
    liaisons = apps.get_model("accounts", "LiaisonComplementaire")._base_manager
    dites = paiements.exclude(complementaire=None)
    ailleurs = dites.exclude(assure=models.F("complementaire__assure")).order_by("assure", "complementaire")
    for assure, cle in ailleurs.values_list("assure", "complementaire").distinct():
        ici = liaisons.get(pk=cle)
        ici.beneficiaire_id = _rattachement(apps, assure, cle)
        ici.pk, ici.assure_id, ici.public_id = None, assure, ici._meta.get_field("public_id").get_default()
        ici.save(force_insert=True)
        dites.filter(assure=assure, complementaire=cle).update(complementaire=ici.pk)


def _rattachement(apps, assure, cle):
    """How the person of that former cover is in this file; None for the insured person."""
    personne = apps.get_model("accounts", "Complementaire")._base_manager.values_list("personne", flat=True).get(pk=cle)
    rattachements = apps.get_model("accounts", "Beneficiaire")._base_manager.filter(assure=assure, personne=personne)
    return rattachements.values_list("pk", flat=True).first()


class Migration(migrations.Migration):
    dependencies = [
        ("paiements", "0009_libelles_en_mots_simples"),
        ("accounts", "0036_complementaires_par_dossier"),
    ]

    operations = [
        migrations.AlterField(
            model_name="paiement",
            name="complementaire",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.liaisoncomplementaire",
            ),
        ),
        migrations.RunPython(garder_au_dossier, migrations.RunPython.noop),
    ]
