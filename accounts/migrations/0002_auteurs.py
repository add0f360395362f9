"""PostgreSQL refuses to change who somebody is, where they live, where they are paid and what they are entitled to, without an author.

Dated rows (address, bank details) are guarded at insertion too: there, the new row is the change.
"""

from django.db import migrations

from ameli.noyau.journal.declencheurs import exiger_auteur


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("noyau", "0001_initial")]

    operations = [
        exiger_auteur(
            "accounts_personne",
            (
                "nom_naissance",
                "nom_usage",
                "prenoms",
                "sexe",
                "date_naissance",
                "lieu_naissance_insee",
                "nir",
                "nir_empreinte",
                "date_deces",
            ),
        ),
        exiger_auteur("accounts_assure", ("personne_id", "caisse_id", "droits_du", "droits_au", "majeur_protege")),
        exiger_auteur("accounts_beneficiaire", ("assure_id", "personne_id", "lien", "droits_du", "droits_au")),
        exiger_auteur(
            "accounts_adresse",
            ("assure_id", "ligne_1", "ligne_2", "code_postal", "commune", "pays", "effet_le", "fin_le"),
            insertion=True,
        ),
        exiger_auteur(
            "accounts_coordonneesbancaires",
            (
                "assure_id",
                "civilite",
                "titulaire",
                "second_titulaire",
                "iban",
                "iban_empreinte",
                "bic",
                "effet_le",
                "fin_le",
            ),
            insertion=True,
        ),
    ]
