"""Payments come from CSV files as the product itself writes them: the list, its lines and the year's ceilings agree."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from paiements.importation import identifiant
from paiements.models import Paiement, Prestation, Retenue, Tiers
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, creer_enfant, iban_d_essai

pytestmark = pytest.mark.django_db
POURQUOI = "a test reads every payment"
IBAN = iban_d_essai()


@pytest.fixture
def lea():
    creer_agent(matricule="LANDES-01", superviseur=False)
    return creer_assure()


@pytest.fixture
def fichiers(lea, tmp_path) -> Path:
    nir, enfant = lea.personne.nir, creer_enfant(lea).personne.nir
    (tmp_path / "paiements.csv").write_text(
        "reference;nir;emis_le;montant;famille;compte;destinataire;destinataire_genre;destinataire_commune\n"
        f"LOT-1/7;{nir};2026-10-05;38.00;SOINS;{IBAN};;;\nLOT-1/8;{nir};2026-10-06;12.40;TIERS;;Pharmacie du Port;ETAB;Dax\n",
        encoding="utf-8",
    )
    (tmp_path / "prestations.csv").write_text(
        "paiement;nir;rang;code;soins_le;paye;base;taux;verse;motif_taux;retenue;motif_retenue;professionnel\n"
        f"LOT-1/7;{nir};1;G;2026-10-01;30.00;30.00;70;21.00;HAB;2.00;DUE;Dr Anne Lartigue\n"
        f"LOT-1/7;{enfant};2;G;2026-10-01;30.00;30.00;70;19.00;HAB;0;MIN;Dr Anne Lartigue\n",
        encoding="utf-8",
    )
    return tmp_path


def importer(dossier: Path) -> str:
    sortie = StringIO()
    try:
        call_command("importer", str(dossier), par="LANDES-01", stdout=sortie, stderr=sortie)
    except CommandError as faute:
        return f"{sortie.getvalue()}REFUS {faute}".replace("\u00a0", " ")
    return sortie.getvalue().replace("\u00a0", " ")


def test_payments_and_their_lines_are_those_of_the_product(fichiers, lea, client):
    assert "REFUS" not in importer(fichiers)
    soins, tiers = Paiement.objects.de(lea).order_by("emis_le")
    assert (soins.montant, soins.rangs, soins.etat) == (Decimal("38.00"), 0b11, Paiement.Etat.EMIS)
    assert soins.objet == "Médecin" and soins.iban_masque.endswith(IBAN[-3:]) and IBAN not in soins.iban_masque
    assert (tiers.destinataire.nom, tiers.destinataire.commune) == ("Pharmacie du Port", "Dax")
    assert Retenue.objects.de(lea).get().paiement == soins
    assert Tiers.objects.filter(nom="Dr Anne Lartigue").count() == 1
    connecter(client, creer_compte(lea))
    page = client.get(reverse("paiements:detail", args=[soins.public_id])).content.decode()
    assert "Dr Anne Lartigue" in page


def test_payments_said_twice_or_exported_and_read_again_are_paid_once(fichiers, lea, tmp_path):
    importer(fichiers)
    assert importer(fichiers).count("0 ajoutée") == 2
    call_command("exporter", str(tmp_path / "sortie"), par="LANDES-01", stdout=StringIO())
    dit = importer(tmp_path / "sortie")
    assert "paiements.csv : 2 lignes lues, 0 ajoutée, 2 déjà là" in dit and "REFUS" not in dit
    assert Prestation.objects.systeme(POURQUOI).count() == 2 and Retenue.objects.de(lea).count() == 1


@pytest.mark.parametrize(
    ("fichier", "avant", "apres", "phrase"),
    [
        ("paiements", "TIERS;;Pharmacie du Port", "TIERS;;", "Dites qui a été payé"),
        ("paiements", ";SOINS;", ";IJ;", "famille : Écrivez une de ces valeurs : SOINS, TIERS."),
        ("prestations", "LOT-1/7;", "LOT-2/7;", "Aucun paiement de ce site n’a cette référence."),
        ("prestations", ";G;2026-10-01", ";XYZ;2026-10-01", "Aucun tarif de cet acte"),
        ("prestations", ";2.00;DUE", ";22.00;DUE", "Cette ligne contredit une règle de la base (jamais_plus_que_le_verse)"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_refused(fichiers, fichier, avant, apres, phrase):
    chemin = fichiers / f"{fichier}.csv"
    chemin.write_text(chemin.read_text(encoding="utf-8").replace(avant, apres, 1), encoding="utf-8")
    dit = importer(fichiers)
    assert phrase in dit and "REFUS" in dit


def test_care_of_somebody_of_another_file_is_refused(fichiers, lea):
    autre = creer_assure("Paul", "Bidart")
    chemin = fichiers / "prestations.csv"
    chemin.write_text(
        chemin.read_text(encoding="utf-8").replace(lea.personne.nir, autre.personne.nir), encoding="utf-8"
    )
    assert "ligne 2 : nir : Cette personne n’est pas du dossier de ce paiement." in importer(fichiers)


def test_the_name_that_a_payment_has_here_is_never_the_one_that_its_caisse_gave():
    assert identifiant("LOT-1/7") == identifiant("LOT-1/7") != identifiant("LOT-1/8")
    assert len(identifiant("1")) == 16 and identifiant("k7mx2pq4" * 2) == "k7mx2pq4" * 2
