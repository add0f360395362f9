"""A document that is asked for becomes one kind of what a démarche waits for; the clocks are kept with the démarche."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

import demarches.moteur.models

ETATS = [
    ("DEPOSEE", "reçue"),
    ("EN_COURS", "en cours de traitement"),
    ("A_COMPLETER", "à compléter"),
    ("ACCEPTEE", "acceptée"),
    ("REFUSEE", "refusée"),
    ("ANNULEE", "annulée"),
    ("CLASSEE", "classée sans suite"),
]
DE_QUI = [
    ("ASSURE", "la personne"),
    ("TIERS", "une autre personne"),
    ("PARTENAIRE", "un partenaire"),
    ("MEDECIN", "le service médical"),
]
GENRES = [
    ("PIECE", "un document"),
    ("CONSENTEMENT", "un accord"),
    ("SIGNATURE", "une signature"),
    ("REPONSE", "une réponse"),
    ("AVIS", "un avis"),
]
ISSUES = [("RECUE", "reçue"), ("REFUSEE", "refusée"), ("EXPIREE", "jamais reçue"), ("RETIREE", "plus attendue")]
ACTEURS = [
    ("ASSURE", "vous"),
    ("AGENT", "votre caisse"),
    ("HORLOGE", "traitement automatique"),
    ("TIERS", "une autre personne"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0032_silence"), ("demarches", "0017_procurations")]

    operations = [
        migrations.AddField("demarche", "delais_suspendus", models.JSONField(blank=True, default=list)),
        migrations.AddField(
            "demarche", "suspendue_le", models.DateTimeField("délais arrêtés le", blank=True, null=True)
        ),
        migrations.AddField(
            "demarche", "temps_suspendu", models.DurationField("temps d’attente", default=datetime.timedelta)
        ),
        migrations.AlterField(
            "demarche", "etat", models.CharField("état", choices=ETATS, default="DEPOSEE", max_length=12)
        ),
        migrations.AlterField("evenement", "vers", models.CharField("après", choices=ETATS, max_length=12)),
        migrations.AlterField("evenement", "acteur", models.CharField("par", choices=ACTEURS, max_length=8)),
        migrations.RemoveConstraint("demandepiece", "une_piece_attendue_par_demarche"),
        migrations.RenameModel("DemandePiece", "Attente"),
        migrations.AlterModelOptions(
            "attente",
            {
                "verbose_name": "attente",
                "ordering": ("ouverte_le", "id"),
                "permissions": [("avis_medical", "Peut écrire l’avis du service médical")],
            },
        ),
        migrations.RenameField("attente", "demandee_le", "ouverte_le"),
        migrations.RenameField("attente", "recue_le", "close_le"),
        migrations.RenameField("attente", "etape", "place"),
        migrations.AlterField("attente", "close_le", models.DateTimeField("terminée le", blank=True, null=True)),
        migrations.AlterField("attente", "place", models.CharField("étape rouverte", blank=True, max_length=60)),
        migrations.AlterField("attente", "libelle", models.CharField("ce qui est attendu", max_length=120)),
        migrations.AlterField("attente", "motif", models.TextField("pourquoi", blank=True)),
        migrations.AlterField("attente", "echeance", models.DateTimeField("au plus tard le")),
        migrations.AlterField(
            "attente",
            "agent",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agent",
                verbose_name="demandée par",
            ),
        ),
        migrations.AlterField(
            "attente",
            "demarche",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attentes", to="demarches.demarche"
            ),
        ),
        migrations.AddField(
            "attente",
            "tiers",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attentes",
                to="accounts.assure",
                verbose_name="autre personne",
            ),
        ),
        migrations.AddField("attente", "public_id", models.CharField(max_length=16, null=True, editable=False)),
        migrations.AddField(
            "attente", "nom", models.CharField("attente", default="document", max_length=30), preserve_default=False
        ),
        migrations.AddField(
            "attente",
            "de",
            models.CharField("de qui", choices=DE_QUI, default="ASSURE", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            "attente",
            "genre",
            models.CharField(choices=GENRES, default="PIECE", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField("attente", "suspend", models.BooleanField("les délais s’arrêtent", default=True)),
        migrations.AddField(
            "attente",
            "issue",
            models.CharField("issue", blank=True, choices=ISSUES, max_length=8, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "attente", "reponse", demarches.moteur.models.ChampJsonChiffre("réponse", default=dict)
        ),
    ]
