"""The days of a birth: when the caisse may be told, until when the town hall is, how far two births stand, what age comes when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ameli.noyau.calendrier import ajouter_mois, est_ouvre
from demarches.catalogue.naissance.regles import dates, departements

naissances = st.dates(date(2020, 1, 1), date(2035, 12, 31))
lieux = st.sampled_from(sorted(departements.NOMS))


@pytest.mark.parametrize(
    ("mairie_le", "ouverte_le"),
    [
        (date(2026, 11, 24), date(2026, 11, 29)),
        (date(2026, 11, 23), date(2026, 11, 28)),
        (date(2026, 11, 25), date(2026, 11, 30)),
        (date(2028, 2, 27), date(2028, 3, 3)),
    ],
)
def test_the_caisse_may_be_told_five_days_after_the_town_hall_whatever_these_days_are(mairie_le, ouverte_le):
    assert dates.ouverte_le(mairie_le) == ouverte_le


@pytest.mark.parametrize(
    ("naissance", "departement", "limite"),
    [
        (date(2026, 11, 16), "40", date(2026, 11, 23)),  # the fifth day is a Saturday
        (date(2026, 12, 20), "40", date(2026, 12, 28)),  # Christmas, then a week-end
        (date(2027, 3, 21), "67", date(2027, 3, 30)),  # Good Friday in Strasbourg, then Easter
        (date(2027, 3, 21), "40", date(2027, 3, 26)),
        (date(2026, 11, 9), "40", date(2026, 11, 16)),
        (date(2026, 5, 22), "972", date(2026, 5, 27)),  # not a holiday in Martinique
        (date(2026, 5, 22), "971", date(2026, 5, 28)),  # the abolition of slavery in Guadeloupe
        (date(2026, 12, 21), "67", date(2026, 12, 28)),
    ],
)
def test_the_town_hall_waits_for_the_next_working_day_of_its_own_department(naissance, departement, limite):
    assert dates.limite_en_mairie(naissance, departement) == limite


@given(naissances, lieux)
def test_the_limit_of_the_town_hall_is_worked_there_and_nothing_worked_lies_between(naissance, departement):
    limite, cinquieme = dates.limite_en_mairie(naissance, departement), naissance + timedelta(days=5)
    assert limite >= cinquieme and est_ouvre(limite, departement)
    entre = [cinquieme + timedelta(days=n) for n in range((limite - cinquieme).days)]
    assert not [jour for jour in entre if est_ouvre(jour, departement)]


@given(naissances, naissances)
def test_two_births_are_near_whichever_is_told_first(une, autre):
    assert dates.trop_proches(une, [autre]) == dates.trop_proches(autre, [une])


@given(naissances, st.integers(0, 1))
def test_twins_are_never_near(naissance, ecart):
    assert not dates.trop_proches(naissance, [naissance + timedelta(days=ecart)])


@pytest.mark.parametrize(
    ("autre", "proches"),
    [
        (date(2026, 8, 20), True),  # ninety days
        (date(2026, 5, 19), True),
        (date(2026, 5, 18), False),  # six months to the day
        (date(2026, 11, 20), True),
        (date(2024, 1, 1), False),
    ],
)
def test_six_months_part_two_births(autre, proches):
    assert dates.trop_proches(date(2026, 11, 18), [autre]) is proches


def test_a_child_of_29_february_is_16_on_a_29_february_and_18_on_1_march():
    ne = date(2024, 2, 29)
    assert dates.anniversaire(ne, dates.AGE_DE_LA_CARTE) == date(2040, 2, 29)
    assert dates.anniversaire(ne, dates.MAJORITE) == date(2042, 3, 1)


@given(naissances, st.integers(1, 40))
def test_a_birthday_is_the_first_day_of_that_age(naissance, ans):
    jour = dates.anniversaire(naissance, ans)
    age = jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))
    veille = jour - timedelta(days=1)
    age_la_veille = veille.year - naissance.year - ((veille.month, veille.day) < (naissance.month, naissance.day))
    assert (age, age_la_veille) == (ans, ans - 1)


@given(naissances)
def test_a_child_of_three_years_is_too_old_the_day_after(jour):
    assert dates.plus_ancienne(jour) == ajouter_mois(jour, -36)


@pytest.mark.parametrize(
    ("naissance", "enfants", "jours"),
    [(date(2026, 11, 1), 1, 25), (date(2026, 11, 1), 2, 32), (date(2021, 6, 30), 1, 11), (date(2021, 7, 1), 4, 32)],
)
def test_the_leave_of_the_other_parent_is_that_of_the_day_of_birth(naissance, enfants, jours):
    assert dates.conge_du_second_parent(naissance, enfants) == jours


def test_the_departments_are_those_where_a_town_hall_may_stand():
    codes = set(departements.NOMS)
    metropole = {f"{n:02}" for n in range(1, 96)} - {"20"} | {"2A", "2B"}
    assert codes == metropole | {str(n) for n in (*range(971, 979), 984, 986, 987, 988)}
