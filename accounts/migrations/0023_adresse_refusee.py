from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0022_alerte_a_chaque_connexion")]

    operations = [
        migrations.AddField(
            model_name="compte",
            name="email_refuse",
            field=models.EmailField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="the address for which a mail server said, for good, that there is nobody there",
                max_length=254,
                verbose_name="adresse refusée",
            ),
        ),
        migrations.AddIndex(
            model_name="compte", index=models.Index(fields=["email"], name="comptes_d_une_adresse")
        ),
    ]
