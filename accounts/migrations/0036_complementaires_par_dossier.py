"""A cover hangs on a person of one file, and its organism stands in a table of its own.

Until now it hung on the person, and was read from every file where that person is. Each one goes to one file: the one that
the person opened; failing that, the one of the parent to whom they are attached first; failing that, the one whose payments
were told to it. A cover of nobody's file was read by nobody: it goes. (`paiements` keeps a cover in each file whose payments
name it.)
"""

import django.db.models.deletion
from django.core.management.color import no_style
from django.db import connection, migrations, models

import accounts.models.identifiants

LOT = 2000


def repartir(apps, schema_editor):
    """The same keys as before: payments name them."""
    lire = {nom: apps.get_model("accounts", nom)._base_manager for nom in ("Assure", "Beneficiaire", "Complementaire")}
    liaison = apps.get_model("accounts", "LiaisonComplementaire")
    lignes = lire["Complementaire"].order_by("pk")
    if not lignes.exists():
        return
    personnes = lignes.values("personne").distinct()
    rattachements = lire["Beneficiaire"].filter(personne__in=personnes)
    dossiers = _des_paiements(apps)
    # the last one written wins: the first parent's, and among several the one whose rights run longest
    en_ordre = rattachements.order_by("parent_referent", models.F("droits_au").asc(nulls_last=True), "-pk")
    dossiers |= {p: (assure, pk) for p, assure, pk in en_ordre.values_list("personne", "assure", "pk")}
    siens = lire["Assure"].filter(personne__in=personnes)
    dossiers |= {personne: (assure, None) for personne, assure in siens.values_list("personne", "pk")}
    organismes = _organismes(apps, lignes, dossiers)
    lot = []
    for une in lignes.iterator(chunk_size=LOT):
        if une.personne_id in dossiers:
            assure, beneficiaire = dossiers[une.personne_id]
            lot.append(
                liaison(
                    pk=une.pk, assure_id=assure, beneficiaire_id=beneficiaire, organisme=organismes(une, assure),
                    nature=une.nature, numero=une.numero, du=une.du, au=une.au, transmission=une.transmission,
                )
            )  # fmt: skip
    liaison._base_manager.bulk_create(lot, batch_size=LOT)
    with connection.cursor() as curseur:
        for requete in connection.ops.sequence_reset_sql(no_style(), [liaison]):
            curseur.execute(requete)


def _des_paiements(apps):
    dits = apps.get_model("paiements", "Paiement")._base_manager.exclude(complementaire=None).order_by("-pk")
    return {p: (assure, None) for p, assure in dits.values_list("complementaire__personne", "assure")}


def _organismes(apps, lignes, dossiers):
    """Who pays a row, by the name and address that were typed; the caisse itself when the C2S bears its name."""
    organisme = apps.get_model("accounts", "OrganismeComplementaire")._base_manager
    assures = apps.get_model("accounts", "Assure")._base_manager
    noms = lignes.order_by("organisme").values_list("organisme", "adresse_organisme").distinct()
    connus = {ou: organisme.create(nom=ou[0], adresse=ou[1]) for ou in noms}
    solidaires = lignes.exclude(nature="MUTUELLE").values("personne")
    concernes = {dossiers[pk][0] for pk in solidaires.values_list("personne", flat=True) if pk in dossiers}
    caisses = {un.pk: un.caisse for un in assures.filter(pk__in=concernes).select_related("caisse")}
    siens = {}

    def de(ligne, assure):
        caisse = caisses.get(assure)
        if ligne.nature == "MUTUELLE" or caisse is None or caisse.nom != ligne.organisme:
            return connus[ligne.organisme, ligne.adresse_organisme]
        if caisse.pk not in siens:
            siens[caisse.pk] = organisme.create(
                nom=caisse.nom, adresse=ligne.adresse_organisme, genre="CAISSE", caisse=caisse, solidaire=True
            )
        return siens[caisse.pk]

    return de


class Migration(migrations.Migration):
    dependencies = [("accounts", "0035_solidaire"), ("paiements", "0009_libelles_en_mots_simples")]

    operations = [
        migrations.CreateModel(
            name="OrganismeComplementaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=accounts.models.identifiants.identifiant_public,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("numero", models.CharField(blank=True, max_length=10, null=True, unique=True, verbose_name="numéro")),
                ("nom", models.CharField(max_length=80, verbose_name="nom")),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("MUTUELLE", "mutuelle"),
                            ("PREVOYANCE", "institution de prévoyance"),
                            ("ASSURANCE", "société d’assurance"),
                            ("DELEGATAIRE", "délégataire de gestion"),
                            ("CAISSE", "caisse d’assurance maladie"),
                            ("REGIME_LOCAL", "régime local"),
                        ],
                        default="MUTUELLE",
                        max_length=12,
                        verbose_name="genre",
                    ),
                ),
                ("adresse", models.CharField(blank=True, max_length=160, verbose_name="adresse")),
                (
                    "solidaire",
                    models.BooleanField(default=False, verbose_name="gère la Complémentaire santé solidaire"),
                ),
                ("radie_le", models.DateField(blank=True, null=True, verbose_name="radié le")),
                (
                    "caisse",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisme_complementaire",
                        to="accounts.caisse",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisme complémentaire",
                "verbose_name_plural": "organismes complémentaires",
                "ordering": ("nom", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(genre="CAISSE", caisse__isnull=False)
                        | (~models.Q(genre="CAISSE") & models.Q(caisse=None)),
                        name="une_caisse_est_une_caisse",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LiaisonComplementaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=accounts.models.identifiants.identifiant_public,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("MUTUELLE", "mutuelle ou assurance"),
                            ("C2S", "Complémentaire santé solidaire sans participation"),
                            ("C2SP", "Complémentaire santé solidaire avec participation"),
                        ],
                        default="MUTUELLE",
                        max_length=8,
                        verbose_name="nature",
                    ),
                ),
                ("numero", models.CharField(blank=True, max_length=30, verbose_name="numéro d’adhérent")),
                ("collectif", models.BooleanField(default=False, verbose_name="contrat de l’employeur")),
                ("du", models.DateField(verbose_name="du")),
                ("au", models.DateField(blank=True, null=True, verbose_name="au")),
                (
                    "transmission",
                    models.BooleanField(default=True, verbose_name="transmission automatique des remboursements"),
                ),
                ("ecartee_le", models.DateTimeField(blank=True, null=True, verbose_name="écartée le")),
                ("recue_le", models.DateTimeField(blank=True, null=True, verbose_name="dernier avis reçu le")),
                ("cause", models.CharField(blank=True, max_length=60, verbose_name="origine")),
                (
                    "assure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaisons_complementaires",
                        to="accounts.assure",
                    ),
                ),
                (
                    "beneficiaire",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaisons_complementaires",
                        to="accounts.beneficiaire",
                    ),
                ),
                (
                    "organisme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaisons",
                        to="accounts.organismecomplementaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "complémentaire santé",
                "verbose_name_plural": "complémentaires santé",
                "ordering": ("assure", "du", "id"),
            },
        ),
        migrations.RunPython(repartir, migrations.RunPython.noop),
    ]
