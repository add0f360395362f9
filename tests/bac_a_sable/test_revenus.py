"""Eight years of allowances for those who had some: accident, employer paid, pension after a leave, and what their papers say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
import time_machine

from accounts.models import Assure
from ameli.bac_a_sable.personas import persona, personas
from ameli.noyau.chiffrement import empreinte
from documents.editions import attestation_ij, releve_fiscal
from documents.editions.attestation_ij import AttestationIJ, Mentions
from documents.editions.courrier import Destinataire
from paiements.models import Paiement, RevenuRemplacement
from paiements.revenus_verses import annees, lire
from tests.outils.monde import monde_installe

pytestmark = pytest.mark.django_db
JOUR = date(2026, 11, 23)
PERSONNE = Destinataire("", ())


@pytest.fixture(autouse=True)
def monde():
    """Installed on that Monday, whatever the instant of the run: the years of the papers are counted from it."""
    with time_machine.travel(datetime(2026, 11, 23, 8, 12, tzinfo=UTC)):
        monde_installe()
        yield


def de(cle: str) -> Assure:
    dossiers = Assure.objects.systeme("test").select_related("personne", "caisse")
    return dossiers.get(personne__nir_empreinte=empreinte("nir", persona(cle).nir))


def attestation(cle: str, annee: int, **mentions: bool) -> AttestationIJ:
    papier = attestation_ij.composer(
        de(cle), du=date(annee, 1, 1), au=min(date(annee, 12, 31), JOUR), mentions=Mentions(**mentions), edite_le=JOUR,
        destinataire=PERSONNE,
    )  # fmt: skip
    assert papier is not None
    return papier


def test_allowances_go_back_eight_years_and_no_further():
    depuis = {cle: min(annees(de(cle), [Paiement.Famille.IJ])) for cle in ("thomas", "cedric", "valerie", "delphine")}
    assert depuis == {"thomas": 2019, "cedric": 2020, "valerie": 2020, "delphine": 2019}
    assert min(RevenuRemplacement.objects.systeme("test").values_list("du", flat=True)) > date(2018, 11, 23)


def test_an_accident_is_paid_60_percent_then_80_and_opens_its_exemption():
    jours = [un.journalier for un in lire(de("cedric"), [Paiement.Famille.IJ], JOUR) if un.code == "IJA"]
    assert Decimal("1.33") in {round(apres / avant, 2) for avant, apres in pairwise(jours)}
    ouverts = list(de("cedric").personne.exonerations.order_by("du").values_list("nature", flat=True))
    assert ouverts == ["AT_MP", "AT_MP"]
    ligne = releve_fiscal.composer(de("cedric"), 2022, edite_le=JOUR, destinataire=PERSONNE).lignes[0]
    assert ligne.libelle == "Indemnités journalières, accident du travail" and ligne.imposable < ligne.brut / 2


def test_the_attestation_of_who_keeps_their_wage_says_that_the_employer_was_paid():
    papier = attestation("valerie", 2026)
    assert papier.total.titre == "Total, à l’employeur" and papier.total.jours == 45 - 3
    assert all(ligne.precision == "Versé à l’employeur." for ligne in papier.lignes if ligne.periode)
    nommes = {ligne.precision for ligne in attestation("valerie", 2026, subrogation=True).lignes if ligne.periode}
    assert nommes == {"Versé à l’employeur\u00a0: Conserverie de l’Adour."}
    assert not any(ligne.precision for ligne in attestation("valerie", 2020).lignes), (
        "the employer of that time did not"
    )
    assert 2023 not in releve_fiscal.disponibles(de("valerie"), JOUR)


def test_the_pension_of_bernard_follows_his_leave_and_each_of_its_years_is_whole():
    periodes = lire(de("bernard"), [Paiement.Famille.IJ, Paiement.Famille.INVALIDITE], JOUR)
    arret, pension = ([un for un in periodes if un.code == code] for code in ("IJN", "INV"))
    assert (pension[0].du - arret[-1].au).days == 1
    assert releve_fiscal.composer(de("bernard"), 2025, edite_le=JOUR, destinataire=PERSONNE).paiements == 12


def test_the_trainer_finds_them_by_what_they_are_good_for():
    par_chapitre = [une for une in personas() if 4 in une.chapitres]
    assert any("accident du travail" in une.bon_pour for une in par_chapitre)
    assert any("versées à l’employeur" in une.bon_pour for une in par_chapitre)
