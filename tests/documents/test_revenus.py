"""Papers on allowances: what was paid between two days, and what is to be declared of a year (chapter 4 §§ 3 to 5)."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from ameli.noyau.calendrier import PARIS
from documents.editions import releve_fiscal
from documents.models import Document
from documents.verification.controle import Etat, verifier
from paiements.calcul.fiscal import csg_deductible, imposable
from paiements.calcul.revenus import indemnites
from paiements.models import Paiement, Tiers
from paiements.revenus_verses import lire
from tests.fabriques import connecter, creer_agent
from tests.outils.pdf import texte
from tests.outils.requetes import requetes
from tests.paiements.dossier import payer, payer_des_indemnites, payer_une_consultation

IJ, FISCAL = "/documents/indemnites-journalieres/", "/documents/releve-fiscal/"
LE = date(2025, 3, 21)


# What is declared


def test_the_example_of_the_reference():
    assert imposable("IJN", Decimal("379.72"), Decimal("23.54"), LE) == Decimal("365.29")


@pytest.mark.parametrize(
    ("code", "particularite", "attendu"),
    [
        ("IJN", "ALD", "0.00"),
        ("IJA", "", "182.65"),
        ("IJM", "", "365.29"),
        ("IJN", "TPT", "365.29"),
        ("RTE", "", "0.00"),
    ],
)
def test_each_nature_has_its_share(code, particularite, attendu):
    assert imposable(code, Decimal("379.72"), Decimal("23.54"), LE, particularite) == Decimal(attendu)


@pytest.mark.parametrize(("taux", "points"), [("3.8", "3.8"), ("6.6", "4.2"), ("8.3", "5.9"), ("0", "0")])
def test_a_pension_deducts_the_points_of_its_rate(taux, points):
    csg = Decimal(1000) * Decimal(taux) / 100
    assert csg_deductible(Decimal(1000), csg, LE) == Decimal(10) * Decimal(points)


@given(st.decimals("5", "200", places=2), st.integers(1, 14), st.sampled_from(["IJN", "IJM", "IJA", "IJP"]))
def test_never_more_than_the_gross_is_declared_and_never_less_than_the_net_when_all_of_it_is(journalier, jours, code):
    r = indemnites(code, date(2025, 3, 1), date(2025, 3, jours), journalier)
    declare = imposable(code, r.brut, r.csg, LE)
    assert Decimal(0) <= declare <= r.brut
    if code != "IJA":
        assert declare >= r.net


# The pages


@pytest.fixture
def connectee(client, lea, le_14_mars):
    connecter(client, lea.compte)
    return client


@pytest.fixture
def deux_periodes(lea):
    payer_des_indemnites(lea, date(2025, 3, 4), date(2025, 3, 14), LE)
    payer_des_indemnites(lea, date(2025, 3, 15), date(2025, 3, 28), date(2025, 4, 2), particularite="ALD")


def obtenir(client, adresse: str, **donnees: object) -> str:
    """The text of the paper, from the form to the PDF."""
    page = client.post(adresse, donnees, follow=True).content.decode()
    lien = re.search(r'href="(/documents/\w+/telecharger/)"', page)
    assert lien is not None, page
    return texte(client.get(lien[1]).content).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_year_gives_each_period_its_unpaid_days_and_the_totals(connectee, deux_periodes):
    lu = obtenir(connectee, IJ, periode="2025")
    for attendu in (
        "faits du 1er janvier 2025 au 31 décembre 2025", "Délai de carence 01/03/2025 3 – – – non payé 03/03/2025", "379,72 €",
        "354,28 €", "21/03/2025", "Total 25",
    ):  # fmt: skip
        assert attendu in lu, (attendu, lu)
    assert "longue durée" not in lu and "CSG" not in lu


def test_what_is_ticked_appears_and_nothing_else(connectee, deux_periodes, lea):
    employeur = Tiers.objects.create(genre=Tiers.Genre.EMPLOYEUR, nom="Thermes de l’Adour", commune="Dax")
    payer_des_indemnites(lea, date(2025, 5, 1), date(2025, 5, 10), date(2025, 5, 20), destinataire=employeur)
    lu = obtenir(connectee, IJ, periode="2025", mentions=["ald", "retenues"])
    assert "Affection de longue durée." in lu and "CSG" in lu and "Thermes" not in lu
    assert "Versé à l’employeur." in lu, "that somebody else was paid is never hidden"
    lu = obtenir(connectee, IJ, periode="2025", mentions=["subrogation"])
    assert "Thermes" in lu and "longue durée" not in lu
    assert "Maladie, à la personne 25" in lu and "Maladie, à l’employeur 10" in lu


def test_when_all_went_to_the_employer_the_total_says_so_without_any_box(connectee, lea, le_14_mars):
    employeur = Tiers.objects.create(genre=Tiers.Genre.EMPLOYEUR, nom="Thermes de l’Adour", commune="Dax")
    payer_des_indemnites(lea, date(2025, 5, 1), date(2025, 5, 10), date(2025, 5, 20), destinataire=employeur)
    lu = obtenir(connectee, IJ, periode="2025")
    assert "Total, à l’employeur" in lu and "Versé à l’employeur." in lu and "Thermes" not in lu


def test_a_payment_counts_on_the_day_it_arrived(lea, le_14_mars):
    rejete = payer_des_indemnites(
        lea, date(2024, 12, 1), date(2024, 12, 14), date(2024, 12, 20), etat=Paiement.Etat.REJETE
    )
    payer(lea, date(2025, 1, 9), famille=Paiement.Famille.IJ, remplace=rejete)
    payer_des_indemnites(lea, date(2025, 1, 1), date(2025, 1, 14), date(2025, 1, 20), etat=Paiement.Etat.RETENU)
    assert [une.paye_le for une in lire(lea, ["IJ"], date(2026, 1, 1))] == [date(2025, 1, 9)]


def test_reading_costs_two_queries_however_much_there_is(lea, le_14_mars):
    for mois in range(1, 13):
        payer_des_indemnites(lea, date(2025, mois, 1), date(2025, mois, 14), date(2025, mois, 20))
    with requetes() as faites:
        assert len(lire(lea, ["IJ"], date(2026, 1, 1))) == 12
    assert len(faites) == 2


@pytest.mark.parametrize(
    ("donnees", "message"),
    [
        ({}, "Choisissez une année, ou saisissez deux dates."),
        ({"periode": "2019"}, "Choisissez une année de la liste."),
        ({"periode": "dates"}, "Saisissez la date de début."),
        ({"du": "01/01/2025"}, "Saisissez la date de fin."),
        ({"du": "31/02/2025", "au": "01/03/2025"}, "Saisissez une date qui existe"),
        ({"du": "13/03/2018", "au": "01/04/2018"}, "Choisissez une date à partir du 14/03/2018."),
        ({"du": "01/03/2026", "au": "15/03/2026"}, "Choisissez une date qui n’est pas dans l’avenir."),
        ({"du": "02/03/2025", "au": "01/03/2025"}, "La fin de la période doit suivre son début."),
        ({"du": "01/01/2025", "au": "01/01/2026"}, "Une attestation couvre 12 mois au plus."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(connectee, deux_periodes, donnees, message):
    page = connectee.post(IJ, donnees).content.decode()
    assert page.count(message) == 2
    assert all(f'value="{saisi}"' in page for cle, saisi in donnees.items() if cle in ("du", "au"))
    assert not Document.objects.systeme("essai").exists()


def test_a_year_that_begins_too_long_ago_begins_eight_years_ago(connectee, lea):
    payer_des_indemnites(lea, date(2018, 3, 1), date(2018, 3, 5), date(2018, 3, 13))
    payer_des_indemnites(lea, date(2018, 3, 6), date(2018, 3, 9), date(2018, 3, 14))
    assert "faits du 14 mars 2018" in obtenir(connectee, IJ, periode="2018")


def test_a_period_without_payment_is_said_and_nothing_is_made(connectee, deux_periodes, lea):
    page = connectee.post(IJ, {"du": "01/06/2025", "au": "30/06/2025"}).content.decode()
    assert "Aucun paiement sur cette période." in page
    assert not Document.objects.de(lea).exists()


def test_who_was_never_paid_reads_it_instead_of_a_form(connectee, lea):
    payer_une_consultation(lea, LE)
    page = connectee.get(IJ).content.decode()
    assert "Aucun paiement à attester" in page and '<form class="formulaire' not in page


def test_neighbours_and_agents_have_no_part_in_it(client, deux_periodes, voisin, le_14_mars):
    connecter(client, voisin.compte)
    assert "Aucun paiement à attester" in client.get(IJ).content.decode()
    connecter(client, creer_agent().compte)
    assert [client.get(adresse).status_code for adresse in (IJ, FISCAL)] == [404, 404]


def test_the_attestation_holds_until_something_is_corrected(connectee, lea, deux_periodes):
    obtenir(connectee, IJ, periode="2025")
    code = Document.objects.de(lea).get().code_verif
    assert verifier(code, "Duprat") is Etat.VALIDE
    payer_des_indemnites(lea, date(2025, 4, 1), date(2025, 4, 3), date(2025, 4, 9))
    assert verifier(code, "Duprat") is Etat.REMPLACE


# The statement for taxes


@pytest.mark.parametrize(
    ("jour", "attendues"),
    [(date(2026, 3, 31), [2024]), (date(2026, 4, 1), [2025, 2024]), (date(2029, 4, 1), [2025]), (date(2030, 4, 1), [])],
)
def test_a_year_is_online_from_the_next_spring_and_for_four_years(lea, jour, attendues):
    for annee in (2024, 2025):
        payer_des_indemnites(lea, date(annee, 3, 4), date(annee, 3, 14), date(annee, 3, 21))
    assert releve_fiscal.disponibles(lea, jour) == attendues


def test_the_statement_counts_what_was_paid_in_the_year_but_not_what_the_employer_received(client, lea, deux_periodes):
    employeur = Tiers.objects.create(genre=Tiers.Genre.EMPLOYEUR, nom="Thermes de l’Adour", commune="Dax")
    payer_des_indemnites(lea, date(2025, 5, 1), date(2025, 5, 10), date(2025, 5, 20), destinataire=employeur)
    payer_des_indemnites(lea, date(2025, 12, 20), date(2025, 12, 31), date(2026, 1, 5))
    with time_machine.travel(datetime(2026, 4, 14, 12, tzinfo=PARIS), tick=False):
        connecter(client, lea.compte)
        assert "Relevé fiscal 2025" in client.get(FISCAL).content.decode()
        lu = obtenir(client, FISCAL, annee="2025")
    assert "Total à déclarer : 365,29 €" in lu
    assert "483,28 € 32,38 € 0,00 € 450,90 € 0,00 € (affection de longue durée)" in lu
    assert "votre employeur les déclare" in lu
    assert "d’avant : 2 paiements, du 21 mars 2025 au 2 avril 2025." in lu


def test_a_statement_of_one_payment_says_its_day(client, lea):
    payer_des_indemnites(lea, date(2024, 12, 1), date(2024, 12, 14), date(2024, 12, 20))
    with time_machine.travel(datetime(2026, 4, 14, 12, tzinfo=PARIS), tick=False):
        connecter(client, lea.compte)
        assert "un seul paiement, le 20 décembre 2024." in obtenir(client, FISCAL, annee="2024")


def test_a_year_that_the_employer_alone_received_has_no_statement(lea):
    employeur = Tiers.objects.create(genre=Tiers.Genre.EMPLOYEUR, nom="Thermes de l’Adour", commune="Dax")
    payer_des_indemnites(lea, date(2025, 5, 1), date(2025, 5, 10), date(2025, 5, 20), destinataire=employeur)
    assert releve_fiscal.disponibles(lea, date(2026, 4, 14)) == []


def test_a_year_without_statement_gives_nothing(connectee, lea, deux_periodes):
    assert connectee.post(FISCAL, {"annee": "2025"}).status_code == 200  # online on 1 April
    assert "Aucun relevé pour le moment" in connectee.get(FISCAL).content.decode()
    assert not Document.objects.de(lea).exists()
