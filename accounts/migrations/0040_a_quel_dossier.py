from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from ameli.noyau.journal import auteur


def a_leur_dossier(apps, schema_editor):
    """To the person's own file; else to that of the parent who is the référent, else to the first that covers them."""
    assures, rattachements = apps.get_model("accounts", "Assure"), apps.get_model("accounts", "Beneficiaire")
    sien = assures.objects.filter(personne=OuterRef("personne")).values("pk")[:1]
    couvrant = rattachements.objects.filter(personne=OuterRef("personne")).order_by("-parent_referent", "id")
    for nom in ("Exoneration", "MedecinTraitant"):
        lignes = apps.get_model("accounts", nom).objects
        lignes.update(assure=Coalesce(Subquery(sien), Subquery(couvrant.values("assure")[:1])))
        lignes.filter(assure=None).delete()  # nobody's file: no page ever showed them


def un_referent(apps, schema_editor):
    """Of several files that have a child first, the one whose rights last longest keeps the child first, then the oldest."""
    rattachements = apps.get_model("accounts", "Beneficiaire")
    referents = rattachements.objects.filter(parent_referent=True, lien="ENFANT")
    vus, seconds = set(), []
    for pk, personne in referents.order_by(F("droits_au").desc(nulls_first=True), "id").values_list("pk", "personne"):
        if personne in vus:
            seconds.append(pk)
        vus.add(personne)
    with auteur("systeme:migration", "un seul parent référent par enfant"):
        rattachements.objects.filter(pk__in=seconds).update(parent_referent=False)


class Migration(migrations.Migration):
    dependencies = [
        ('accounts', '0039_lus_par_dossier'),
    ]

    operations = [
        migrations.RunPython(a_leur_dossier, migrations.RunPython.noop),
        migrations.RunPython(un_referent, migrations.RunPython.noop),
    ]
