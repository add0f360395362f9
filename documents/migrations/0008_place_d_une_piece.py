from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_what_a_verification_shows")]

    operations = [
        migrations.AddField(
            model_name="piece",
            name="place",
            field=models.CharField(blank=True, max_length=60, verbose_name="place"),
        ),
    ]
