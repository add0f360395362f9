from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("noyau", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="envoi",
            name="incertains",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="fins incertaines"),
        ),
    ]
