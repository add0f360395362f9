"""Closed démarches are forgotten when their retention has run; those that were closed before get their date here."""

from django.db import migrations, models

from ameli.noyau.calendrier import mois
from ameli.noyau.horloge import temps_reel


def prevoir_les_anciennes(apps, schema_editor):
    """The usual retention: a declaration that keeps longer says so when the date has come."""
    Echeance = apps.get_model("noyau", "Echeance")
    le = temps_reel()
    for demarche in apps.get_model("demarches", "Demarche")._base_manager.exclude(close_le=None).only("reference", "close_le"):
        du_le, objet = mois(60).apres(demarche.close_le), f"conservation:{demarche.reference}"
        Echeance.objects.get_or_create(
            cle=f"{objet}:{du_le:%Y%m%d%H%M%S}",
            defaults={"genre": "demarche.conservation", "objet": objet, "du_le": du_le, "essai_le": le, "creee_le": le},
        )


class Migration(migrations.Migration):

    dependencies = [
        ('noyau', '0001_initial'),
        ('demarches', '0002_pieces_demandees'),
    ]

    operations = [
        migrations.AddField(
            model_name='demarche',
            name='oubliee_le',
            field=models.DateTimeField(blank=True, null=True, verbose_name='réponses effacées le'),
        ),
        migrations.RunPython(prevoir_les_anciennes, migrations.RunPython.noop),
    ]
