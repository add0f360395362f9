from django.db import migrations, models

import ameli.noyau.chiffrement


class Migration(migrations.Migration):
    """An order holds its content, whatever the paper. Orders under way are dropped: they are asked for again with a button."""

    dependencies = [
        ("documents", "0005_verification_des_fichiers"),
        ("noyau", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            "DELETE FROM documents_commande; DELETE FROM noyau_echeance WHERE genre = 'documents.preparer'",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint(model_name="commande", name="une_commande_par_periode"),
        migrations.RemoveField(model_name="commande", name="periode"),
        migrations.AddField(
            model_name="commande",
            name="contenu",
            field=ameli.noyau.chiffrement.ChampChiffre(
                blank=True, default="", help_text="see documents.epreuve", verbose_name="contenu"
            ),
        ),
        migrations.AddField(
            model_name="commande",
            name="empreinte",
            field=models.CharField(
                default="", editable=False, help_text="keyed fingerprint of the content", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="commande", name="longue", field=models.BooleanField(default=False, verbose_name="longue")
        ),
        migrations.AddConstraint(
            model_name="commande",
            constraint=models.UniqueConstraint(
                fields=("assure", "genre", "empreinte"), name="une_commande_par_contenu"
            ),
        ),
        migrations.AddIndex(
            model_name="commande",
            index=models.Index(
                condition=models.Q(("etat", "EN_COURS")), fields=["longue", "id"], name="commandes_a_preparer"
            ),
        ),
    ]
