"""A démarche bears its last milestone: read from its history for those that have one."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def lire_l_histoire(apps: Any, schema_editor: Any) -> None:
    """A milestone leaves the state as it was; an event of the engine changes it, or begins the démarche (no state before)."""
    Demarche, Evenement = apps.get_model("demarches", "Demarche"), apps.get_model("demarches", "Evenement")
    derniers = Evenement.objects.filter(demarche=OuterRef("pk")).order_by("-le", "-id")
    avec = Demarche.objects.annotate(
        nom=Subquery(derniers.values("nom")[:1]), de=Subquery(derniers.values("de")[:1]),
        vers=Subquery(derniers.values("vers")[:1]),
    )  # fmt: skip
    for numero, nom in avec.filter(de=F("vers")).values_list("pk", "nom").iterator():
        Demarche.objects.filter(pk=numero).update(jalon=nom)


class Migration(migrations.Migration):
    dependencies = [("demarches", "0009_recapitulatif_retrouve_par_son_nom")]

    operations = [
        migrations.AddField(
            model_name="demarche",
            name="jalon",
            field=models.CharField(blank=True, max_length=30, verbose_name="dernier jalon"),
        ),
        migrations.RunPython(lire_l_histoire, migrations.RunPython.noop, elidable=True),
    ]
