"""Which child, when again, until when: at every border, and for any day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ameli.noyau.calendrier import PARIS
from demarches.catalogue.double_rattachement import regles
from demarches.catalogue.double_rattachement.regles import Enfant

JOUR = date(2026, 11, 29)


def paris(*quand: int) -> datetime:
    return datetime(*quand, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("depot", "encore"),
    [
        (paris(2026, 11, 29, 10, 40), paris(2026, 12, 14, 10, 40)),
        (paris(2026, 10, 20, 10, 40), paris(2026, 11, 4, 10, 40)),  # the clocks go back meanwhile
        (paris(2027, 3, 20, 10, 40), paris(2027, 4, 4, 10, 40)),  # and forward
        (paris(2026, 12, 31, 23, 59), paris(2027, 1, 15, 23, 59)),
        (paris(2026, 11, 29, 10, 40, 59), paris(2026, 12, 14, 10, 40)),  # what is told is what holds
    ],
)
def test_another_request_waits_fifteen_days_to_the_same_minute_of_paris(depot, encore):
    assert regles.de_nouveau_le(depot) == encore


@pytest.mark.parametrize(
    ("naissance", "possible"),
    [(date(2010, 11, 30), True), (date(2010, 11, 29), False), (date(2026, 8, 20), True), (date(2014, 9, 16), True)],
)
def test_a_child_is_asked_for_until_the_day_before_sixteen(naissance, possible):
    assert (not regles.pourquoi_pas(Enfant(naissance), JOUR)) is possible


@pytest.mark.parametrize(
    ("ce_qui_tient", "mots"),
    [
        ({"partage": True}, "déjà sur la carte vitale de ses deux parents"),
        ({"referent": False}, "pas son parent référent"),
        ({"demande": True}, "une demande est déjà en cours"),
        ({"sans_numero": True}, "attendu vers le 4 décembre 2026"),
        ({"provisoire": True}, "provisoire"),
    ],
)
def test_each_reason_is_said(ce_qui_tient, mots):
    assert mots in regles.pourquoi_pas(Enfant(date(2026, 10, 30), **ce_qui_tient), JOUR).lower().replace("\u00a0", " ")


def test_a_number_that_is_late_gives_no_past_date():
    assert "toujours attendu" in regles.pourquoi_pas(Enfant(date(2026, 1, 1), sans_numero=True), JOUR)


naissances = st.dates(date(2005, 1, 1), date(2026, 11, 29))


@given(naissances)
def test_sixteen_closes_the_door_for_ever(naissance):
    jour = next(
        JOUR + timedelta(days=n)
        for n in range(8000)
        if regles.pourquoi_pas(Enfant(naissance), JOUR + timedelta(days=n))
    )
    assert all(regles.pourquoi_pas(Enfant(naissance), jour + timedelta(days=n)) for n in (1, 30, 400))
    assert (jour.month, jour.day) in {(naissance.month, naissance.day), (3, 1)} or jour == JOUR


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
def test_the_wait_is_never_less_than_its_days_and_keeps_the_hour(naif):
    depot = naif.replace(tzinfo=PARIS)
    encore = regles.de_nouveau_le(depot).astimezone(PARIS)
    assert (encore.date() - depot.date()).days == 15
    assert abs((encore.hour * 60 + encore.minute) - (depot.hour * 60 + depot.minute)) in (
        0,
        60,
    )  # 60: an hour that does not exist


@given(naissances)
def test_both_attachments_end_the_day_before_eighteen(naissance):
    lendemain = regles.dernier_jour(naissance) + timedelta(days=1)
    assert lendemain.year - naissance.year == 18
