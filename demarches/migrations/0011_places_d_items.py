"""A place may be that of an item; files say theirs, instead of being told apart by their label."""

from django.db import migrations, models

PLACES = {
    "Photo d’identité": "photo/photo",
    "Pièce d’identité, recto": "piece/recto",
    "Pièce d’identité, verso": "piece/verso",
}


def placer(apps, schema_editor):
    """The files of steps that were sent before."""
    pieces = apps.get_model("documents", "Piece").objects.filter(place="")
    for libelle, place in PLACES.items():
        pieces.filter(libelle=libelle).update(place=place)


class Migration(migrations.Migration):
    dependencies = [
        ("demarches", "0010_dernier_jalon"),
        ("documents", "0008_place_d_une_piece"),
    ]

    operations = [
        migrations.AlterField(
            model_name="relais", name="etape", field=models.CharField(max_length=60, verbose_name="étape")
        ),
        migrations.RunPython(placer, migrations.RunPython.noop),
    ]
