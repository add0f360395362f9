"""The rules of chapter 15, on the cases of its § 10 and as properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demarches.catalogue.ceam.regles import pays, validite
from demarches.catalogue.ceam.regles.validite import Demande, Obstacle, Titulaire, gestes, obstacle

JOUR = date(2026, 11, 23)
jours = st.dates(date(2024, 1, 1), date(2035, 12, 31))


def avec_carte(jours_restants: int) -> Titulaire:
    return Titulaire(fins=(JOUR + timedelta(days=jours_restants),))


@pytest.mark.parametrize(
    ("reste", "attendu"), [(63, Obstacle.TROP_TOT), (62, Obstacle.TROP_TOT), (61, None), (59, None)]
)
def test_a_card_is_renewed_from_two_calendar_months_before_its_end(reste, attendu):
    assert obstacle(avec_carte(reste), Demande.RENOUVELER, JOUR) is attendu


def test_somebody_with_a_valid_card_renews_it_or_loses_it_but_orders_none():
    assert obstacle(avec_carte(300), Demande.COMMANDER, JOUR) is Obstacle.DEJA_UNE
    assert obstacle(avec_carte(300), Demande.PERTE, JOUR) is None
    assert obstacle(Titulaire(), Demande.VOL, JOUR) is Obstacle.PAS_DE_CARTE
    assert obstacle(Titulaire(), Demande.COMMANDER, JOUR) is None


def test_one_thing_may_be_asked_for_each_card():
    """No card, one that ends, one in force, one that should have come, one that three others came before."""
    commandee = JOUR - timedelta(days=20)
    assert gestes(Titulaire(), JOUR) == (Demande.COMMANDER,)
    assert gestes(avec_carte(40), JOUR) == (Demande.RENOUVELER,)
    assert gestes(avec_carte(300), JOUR) == (Demande.PERTE, Demande.VOL)
    attendue = Titulaire(fins=(JOUR + timedelta(days=700),), commandes=(commandee,), attendue_depuis=commandee)
    assert gestes(attendue, JOUR) == (Demande.NON_RECUE, Demande.PERTE, Demande.VOL)
    assert gestes(Titulaire(fins=(JOUR + timedelta(days=300),), commandes=(commandee,) * 3), JOUR) == ()
    assert gestes(Titulaire(en_chemin=True), JOUR) == gestes(Titulaire(droits_ouverts=False), JOUR) == ()


def test_closed_rights_no_number_and_a_card_on_its_way_stop_everything():
    for demande in Demande:
        assert obstacle(Titulaire(droits_ouverts=False), demande, JOUR) is Obstacle.DROITS
        assert obstacle(Titulaire(sans_numero=True), demande, JOUR) is Obstacle.SANS_NUMERO
        assert obstacle(Titulaire(en_chemin=True), demande, JOUR) is Obstacle.EN_CHEMIN


def test_three_cards_a_year_are_the_most():
    recentes = tuple(JOUR - timedelta(days=n) for n in (10, 100, 364))
    assert obstacle(Titulaire(commandes=recentes), Demande.COMMANDER, JOUR) is Obstacle.PLAFOND
    anciennes = tuple(JOUR - timedelta(days=n) for n in (10, 100, 366))
    assert obstacle(Titulaire(commandes=anciennes), Demande.COMMANDER, JOUR) is None


@pytest.mark.parametrize(
    ("depuis", "attendu"), [(14, Obstacle.PAS_EN_RETARD), (15, None), (60, None), (61, Obstacle.PAS_EN_RETARD)]
)
def test_a_card_that_never_came_is_told_from_the_fifteenth_day_to_the_sixtieth(depuis, attendu):
    commandee = JOUR - timedelta(days=depuis)
    qui = Titulaire(fins=(JOUR + timedelta(days=700),), commandes=(commandee,) * 3, attendue_depuis=commandee)
    assert obstacle(qui, Demande.NON_RECUE, JOUR) is attendu
    assert obstacle(Titulaire(fins=qui.fins), Demande.NON_RECUE, JOUR) is Obstacle.PAS_EN_RETARD


@pytest.mark.parametrize(("dans", "proche"), [(14, True), (15, False), (16, False)])
def test_a_departure_in_less_than_fifteen_days_gives_a_certificate(dans, proche):
    assert validite.depart_proche(JOUR, annonce=False, depart=JOUR + timedelta(days=dans)) is proche
    assert validite.depart_proche(JOUR, annonce=True, depart=None)


def test_a_certificate_never_outlives_the_rights():
    assert validite.fin_de_certificat(JOUR, JOUR + timedelta(days=20)) == JOUR + timedelta(days=20)
    assert validite.fin_de_certificat(JOUR, None) == date(2027, 2, 22)


def test_a_card_lasts_two_years_less_a_day():
    assert validite.fin_de_carte(JOUR, None) == date(2028, 11, 22)


@given(jours, st.none() | jours)
def test_neither_card_nor_certificate_passes_its_length_or_the_rights(debut, fin_des_droits):
    for fin in (validite.fin_de_carte(debut, fin_des_droits), validite.fin_de_certificat(debut, fin_des_droits)):
        assert fin <= (fin_des_droits or fin)
        assert fin < debut + timedelta(days=732)


@given(jours)
def test_the_day_of_renewal_comes_before_the_end_and_once_reached_stays_reached(fin):
    des = validite.renouvelable_des(fin)
    assert timedelta(days=58) <= fin - des <= timedelta(days=62)
    for jour in (des, des + timedelta(days=1), fin):
        assert obstacle(Titulaire(fins=(fin,)), Demande.RENOUVELER, jour) is None


def test_the_card_is_worth_something_in_31_countries():
    assert len(pays.COUVERTS) == 31 and "FR" not in pays.COUVERTS
    assert "Royaume-Uni" in pays.note("GB") and pays.note("ES") == ""
