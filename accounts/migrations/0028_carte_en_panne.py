"""A failing card serves until it is replaced: those that were put out of use for that serve again, unless they are replaced."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def remettre_en_service(apps: Any, schema_editor: Any) -> None:
    CarteVitale = apps.get_model("accounts", "CarteVitale")
    hors_service = CarteVitale.objects.filter(etat="HORS_SERVICE")
    plus_recentes = CarteVitale.objects.filter(personne=OuterRef("personne"), pk__gt=OuterRef("pk"))
    hors_service.filter(Exists(plus_recentes)).update(etat="REMPLACEE")
    hors_service.update(etat="DEFAILLANTE")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0027_brouillons_de_textes")]

    operations = [
        migrations.AlterField(
            model_name="cartevitale",
            name="etat",
            field=models.CharField(
                choices=[
                    ("ACTIVE", "active"),
                    ("PERDUE", "déclarée perdue"),
                    ("VOLEE", "déclarée volée"),
                    ("DEFAILLANTE", "déclarée en panne"),
                    ("REMPLACEE", "remplacée"),
                ],
                default="ACTIVE",
                max_length=12,
                verbose_name="état",
            ),
        ),
        migrations.RemoveConstraint(model_name="cartevitale", name="une_carte_active"),
        migrations.RunPython(remettre_en_service, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="cartevitale",
            constraint=models.UniqueConstraint(
                condition=Q(("etat__in", ("ACTIVE", "DEFAILLANTE"))),
                fields=("personne",),
                name="une_carte_en_service",
            ),
        ),
    ]
