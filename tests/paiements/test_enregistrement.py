"""A calculated transfer becomes rows that say the same: lines less withholdings, each sum bound to its act."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest
from django.db.models import Sum

from accounts.models import Assure
from paiements.calcul.mots import Famille
from paiements.calcul.patient import Patient
from paiements.calcul.retenues import Compteurs
from paiements.calcul.revenus import indemnites
from paiements.calcul.soins import Acte, calculer
from paiements.enregistrement import LigneAPayer, enregistrer
from paiements.models import Paiement, Prestation, Retenue
from tests.fabriques import creer_assure
from tests.paiements.dossier import payer_une_consultation

pytestmark = pytest.mark.django_db
LE = datetime(2026, 3, 10, 9, tzinfo=UTC)
SOIN = date(2026, 3, 4)


def soins(assure: Assure, *codes: tuple[str, str]) -> list[LigneAPayer]:
    compteurs, patient = Compteurs(), Patient(assure.personne.date_naissance)
    actes = [Acte(code, SOIN, D(paye), cle=f"neuf-{rang}") for rang, (code, paye) in enumerate(codes)]
    return [LigneAPayer(calculer(acte, patient, compteurs)[0], assure.personne) for acte in actes]


def devoir(assure: Assure, le: date, montant: str) -> Retenue:
    """An older sum that waits, of an act paid to a professional."""
    acte = payer_une_consultation(assure, le)
    return Retenue.objects.create(
        assure=assure, personne=assure.personne, prestation=acte, genre="PF", annee=le.year, acte_le=acte.soins_le,
        montant=D(montant),
    )  # fmt: skip


def somme(assure: Assure, **filtre) -> D:
    return Retenue.objects.de(assure).filter(**filtre).aggregate(total=Sum("montant"))["total"] or D(0)


def test_a_consultation_and_a_dentist_make_one_payment_with_its_own_withholding(lea):
    paiement = enregistrer(lea, soins(lea, ("G", "30.00"), ("CD", "23.00")), famille=Famille.SOINS, du_le=LE)
    assert (paiement.montant, paiement.rangs, paiement.postes, paiement.etat) == (D("32.80"), 1, 17, Paiement.Etat.EMIS)
    assert [ligne.code for ligne in paiement.prestations.order_by("rang")] == ["G", "CD"]
    retenue = Retenue.objects.de(lea).get()
    assert (retenue.prestation.code, retenue.montant, retenue.paiement, retenue.recupere_le) == (
        "G",
        2,
        paiement,
        date(2026, 3, 10),
    )


def test_older_sums_are_taken_the_oldest_first_and_a_part_becomes_a_row(lea):
    recente = devoir(lea, date(2026, 2, 20), "30.00")
    ancienne = devoir(lea, date(2025, 6, 20), "10.00")
    paiement = enregistrer(lea, soins(lea, ("DET", "28.92")), famille=Famille.SOINS, du_le=LE)
    assert paiement.montant == 0
    ancienne.refresh_from_db()
    recente.refresh_from_db()
    assert (ancienne.paiement, ancienne.montant) == (paiement, 10)
    assert (recente.paiement, recente.montant) == (None, D("22.65"))
    assert somme(lea, prestation=recente.prestation) == 30
    assert somme(lea, paiement=paiement) == D("17.35")


def test_an_allowance_is_paid_less_what_waited_and_keeps_its_detail(lea):
    devoir(lea, date(2026, 2, 20), "3.00")
    devoir(creer_assure("Marc", "Lafitte", sexe="M"), date(2026, 2, 20), "9.00")
    ij = indemnites("IJN", date(2026, 2, 20), date(2026, 3, 5), D("34.52"))
    due = LigneAPayer(ij.ligne(1, "ij"), lea.personne, revenu=ij)
    paiement = enregistrer(lea, [due], famille=Famille.IJ, du_le=LE)
    assert (paiement.montant, paiement.famille) == (ij.net - 3, "IJ")
    assert Prestation.objects.de(lea).get(code="IJN").revenu.brut == ij.brut


def test_whatever_is_paid_nothing_owed_is_lost_nor_taken_twice(lea):
    for mois in range(1, 10):
        devoir(lea, date(2025, mois, 20), "7.00")
    avant = somme(lea)
    for _ in range(4):
        enregistrer(lea, soins(lea, ("G", "30.00")), famille=Famille.SOINS, du_le=LE)
    assert somme(lea) == avant + 4 * 2
    for paiement in Paiement.objects.de(lea).filter(emis_le=date(2026, 3, 10)).order_by("pk"):
        verse = paiement.prestations.aggregate(total=Sum("verse"))["total"]
        assert paiement.montant == verse - (somme(lea, paiement=paiement))
