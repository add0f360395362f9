"""What stood in the requests for documents: states, clocks, time spent, due dates."""

from django.db import migrations

from accounts.models.identifiants import identifiant_public


def reprendre(apps, schema_editor):
    Attente, Demarche = apps.get_model("demarches", "Attente"), apps.get_model("demarches", "Demarche")
    demarches = {une.pk: une for une in Demarche.objects.filter(attentes__isnull=False).distinct()}
    for attente in Attente.objects.order_by("ouverte_le", "id"):
        demarche = demarches[attente.demarche_id]
        attente.public_id = identifiant_public()
        if attente.close_le is not None:
            attente.issue = "RECUE"
        elif demarche.close_le is not None:
            attente.close_le, attente.issue = demarche.close_le, "EXPIREE"
        else:
            demarche.suspendue_le, demarche.delais_suspendus = attente.ouverte_le, attente.delais_en_attente
        if attente.close_le is not None:
            demarche.temps_suspendu += attente.close_le - attente.ouverte_le
        attente.save(update_fields=["public_id", "close_le", "issue"])
        demarche.save(update_fields=["suspendue_le", "delais_suspendus", "temps_suspendu"])
    _renommer_les_echeances(apps)


def _renommer_les_echeances(apps):
    publics = dict(apps.get_model("demarches", "Attente").objects.values_list("pk", "public_id"))
    Echeance = apps.get_model("noyau", "Echeance")
    for echeance in Echeance.objects.filter(genre__in=("piece.rappel", "piece.fin")):
        publique = publics.get(echeance.donnees.get("demande"), "")
        genre = f"attente.{echeance.genre.partition('.')[2]}"
        Echeance.objects.filter(pk=echeance.pk).update(genre=genre, objet=f"attente:{publique}")


class Migration(migrations.Migration):
    dependencies = [("noyau", "0003_apercu_des_envois"), ("demarches", "0018_attentes")]

    operations = [migrations.RunPython(reprendre, migrations.RunPython.noop)]
