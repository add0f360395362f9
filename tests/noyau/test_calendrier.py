"""Working days and written delays, over the dates that break naive arithmetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ameli.noyau.calendrier import (
    ajouter_mois,
    ajouter_ouvres,
    annees,
    anniversaire,
    est_ouvre,
    ferie,
    heures,
    jour_de,
    jours,
    jours_ouvres_entre,
    minutes,
    mois,
    ouvres,
)

PARIS = ZoneInfo("Europe/Paris")

# Written from the Code du travail, not from the library under test.
FERIES = {
    2026: "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
    2027: "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
    2028: "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 12-25",
}
moments = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
dates = st.dates(date(2024, 1, 1), date(2034, 1, 1))


def paris(texte: str) -> datetime:
    return datetime.fromisoformat(texte).replace(tzinfo=PARIS)


@pytest.mark.parametrize("annee", FERIES)
def test_the_public_holidays_of_the_year_are_these_and_no_others(annee):
    attendus = {date.fromisoformat(f"{annee}-{jour}") for jour in FERIES[annee].split()}
    debut = date(annee, 1, 1)
    assert {debut + timedelta(days=n) for n in range(366) if ferie(debut + timedelta(days=n))} - {
        date(annee + 1, 1, 1)
    } == attendus


def test_good_friday_and_26_december_are_holidays_in_alsace_and_moselle_only():
    for jour in (date(2026, 4, 3), date(2026, 12, 26)):
        assert [ferie(jour, d) for d in ("57", "67", "68", "40", "")] == [True, True, True, False, False]


def test_a_weekend_is_not_worked():
    assert [est_ouvre(date(2026, 11, 23) + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("duree", "texte"),
    [
        (heures(48), "48 heures"), (heures(1), "1 heure"), (jours(10), "10 jours"), (jours(1), "1 jour"),
        (ouvres(3), "3 jours ouvrés"), (ouvres(1), "1 jour ouvré"), (mois(1), "1 mois"), (annees(2), "2 ans"), (annees(1), "1 an"),
    ],
)  # fmt: skip
def test_a_delay_reads_as_people_write_it(duree, texte):
    assert str(duree) == texte


@pytest.mark.parametrize(
    ("duree", "debut", "fin"),
    [
        # spring change, night of 28 to 29 March 2026: 02:00 becomes 03:00
        (heures(48), "2026-03-28T10:00", "2026-03-30T11:00"),
        (jours(2), "2026-03-28T10:00", "2026-03-30T10:00"),
        (jours(1), "2026-03-28T02:30", "2026-03-29T03:30"),
        # autumn change, night of 24 to 25 October 2026: 03:00 becomes 02:00
        (heures(48), "2026-10-24T10:00", "2026-10-26T09:00"),
        (jours(1), "2026-10-24T02:30", "2026-10-25T02:30"),
        (jours(4), "2026-10-22T18:00", "2026-10-26T18:00"),
        # month ends and 29 February
        (mois(1), "2026-01-31T09:00", "2026-02-28T09:00"),
        (mois(1), "2028-01-31T09:00", "2028-02-29T09:00"),
        (mois(1), "2026-03-31T09:00", "2026-04-30T09:00"),
        (mois(13), "2026-12-15T09:00", "2028-01-15T09:00"),
        (annees(1), "2028-02-29T09:00", "2029-02-28T09:00"),
        (annees(4), "2028-02-29T09:00", "2032-02-29T09:00"),
        (annees(2), "2026-11-23T09:00", "2028-11-23T09:00"),
        # working days: over a weekend, over Easter, over 1 and 8 May, from a Saturday
        (ouvres(1), "2026-11-20T16:00", "2026-11-23T16:00"),
        (ouvres(3), "2026-04-02T08:00", "2026-04-08T08:00"),
        (ouvres(5), "2026-04-30T08:00", "2026-05-11T08:00"),
        (ouvres(1), "2026-11-21T10:00", "2026-11-23T10:00"),
        (ouvres(2), "2026-12-24T10:00", "2026-12-29T10:00"),
    ],
)  # fmt: skip
def test_a_delay_ends_when_people_expect_it(duree, debut, fin):
    assert duree.apres(paris(debut)) == paris(fin).astimezone(UTC)


def test_an_hour_that_exists_twice_is_its_first_passage():
    fin = jours(1).apres(paris("2026-10-24T02:30"))
    assert fin == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_delay_counts_the_day_in_paris_whatever_the_zone_it_is_given_in():
    assert mois(1).apres(datetime(2026, 1, 30, 23, 30, tzinfo=UTC)) == paris("2026-02-28T00:30")


@pytest.mark.parametrize(
    ("duree", "fin", "debut"),
    [
        (jours(3), date(2026, 12, 2), date(2026, 11, 29)),
        (ouvres(1), date(2026, 11, 30), date(2026, 11, 27)),
        (mois(2), date(2027, 2, 28), date(2026, 12, 28)),
        (mois(1), date(2027, 3, 31), date(2027, 2, 28)),
        (annees(1), date(2028, 2, 29), date(2027, 2, 28)),
    ],
)
def test_what_comes_before_a_day_is_counted_back_in_the_same_way(duree, fin, debut):
    assert duree.avant(fin) == debut


@pytest.mark.parametrize("duree", [heures(48), minutes(5)])
def test_hours_before_a_day_are_no_day(duree):
    with pytest.raises(ValueError, match="no day"):
        duree.avant(date(2026, 12, 2))


def test_the_day_of_an_instant_is_that_of_paris_and_a_day_is_itself():
    assert jour_de(datetime(2026, 11, 29, 23, 30, tzinfo=UTC)) == date(2026, 11, 30)
    assert jour_de(date(2026, 11, 29)) == date(2026, 11, 29)


def test_a_negative_delay_and_a_naive_start_are_refused():
    with pytest.raises(ValueError, match="negative"):
        jours(-1)
    with pytest.raises(ValueError, match="aware"):
        jours(1).apres(datetime(2026, 1, 1))


@given(moments, st.integers(0, 2000))
def test_hours_really_pass(debut, nombre):
    assert heures(nombre).apres(debut) - debut == timedelta(hours=nombre)


@given(moments, st.integers(1, 800))
def test_days_keep_the_hour_of_paris_unless_it_does_not_exist(debut, nombre):
    depart, fin = debut.astimezone(PARIS), jours(nombre).apres(debut).astimezone(PARIS)
    assert fin.date() == depart.date() + timedelta(days=nombre)
    assert fin.time() == depart.time() or fin.hour == depart.hour + 1


@given(moments, st.sampled_from([heures, jours, ouvres, mois, annees]), st.integers(0, 20))
def test_a_delay_never_ends_before_it_begins_and_a_longer_one_not_before_a_shorter(debut, regle, nombre):
    fin = regle(nombre).apres(debut)
    assert fin.tzinfo is UTC
    assert debut - timedelta(hours=1) <= fin <= regle(nombre + 1).apres(debut)


@given(dates, st.integers(-300, 300))
def test_months_keep_the_day_or_clamp_to_the_last(jour, nombre):
    fin = ajouter_mois(jour, nombre)
    assert (fin.year * 12 + fin.month) - (jour.year * 12 + jour.month) == nombre
    assert fin.day == jour.day or (fin.day < jour.day and (fin + timedelta(days=1)).day == 1)


@given(dates, st.integers(1, 60))
def test_working_days_land_on_a_working_day_and_count_back(jour, nombre):
    fin = ajouter_ouvres(jour, nombre)
    assert est_ouvre(fin)
    assert jours_ouvres_entre(jour, fin) == nombre
    assert jours_ouvres_entre(fin, jour) == -nombre


@given(dates, st.integers(1, 60))
def test_going_forward_then_back_from_a_working_day_comes_home(jour, nombre):
    depart = ajouter_ouvres(jour, 1)
    assert ajouter_ouvres(ajouter_ouvres(depart, nombre), -nombre) == depart
    assert ajouter_ouvres(depart, 0) == depart


@given(naissance=dates, age=st.integers(0, 120))
def test_the_day_of_an_age_is_the_first_on_which_the_years_are_full(naissance, age):
    def annees_pleines(le: date) -> int:
        return le.year - naissance.year - ((le.month, le.day) < (naissance.month, naissance.day))

    jour = anniversaire(naissance, age)
    assert annees_pleines(jour) == age
    assert not age or annees_pleines(jour - timedelta(days=1)) == age - 1


def test_who_was_born_on_29_february_is_18_on_1_march():
    assert anniversaire(date(2008, 2, 29), 18) == date(2026, 3, 1)
