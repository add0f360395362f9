"""A file that one role of agents alone reads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_place_d_une_piece")]

    operations = [
        migrations.AddField(
            model_name="piece",
            name="scelle",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=20, verbose_name="lue par"
            ),
        ),
    ]
