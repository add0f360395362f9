"""Dates of chapter 20, against the calendar; names as people have them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demarches.catalogue.procuration import regles

jours = st.dates(date(2020, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("du", "au"),
    [
        (date(2026, 11, 29), date(2026, 12, 29)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_it_ends_on_the_same_day_next_month_or_on_its_last_one(du, au):
    assert regles.dernier_jour(du) == au


@given(du=jours)
def test_the_last_day_is_of_the_next_month_and_never_later_in_it(du):
    au = regles.dernier_jour(du)
    assert (au.year * 12 + au.month) - (du.year * 12 + du.month) == 1
    assert au.day == min(du.day, monthrange(au.year, au.month)[1])


@pytest.mark.parametrize(
    ("ne_le", "le", "phrase"),
    [
        (date(2008, 11, 29), date(2026, 11, 29), ""),
        (date(2008, 11, 30), date(2026, 11, 29), "à partir du 30 novembre 2026"),
        (date(2008, 2, 29), date(2026, 2, 28), "à partir du 1er mars 2026"),
        (date(2008, 2, 29), date(2026, 3, 1), ""),
        (date(2027, 1, 1), date(2026, 11, 29), "à venir"),
    ],
)
def test_somebody_may_act_from_the_day_of_their_18_years(ne_le, le, phrase):
    dit = regles.pourquoi_pas(ne_le, le).replace("\u00a0", " ")
    assert phrase in dit if phrase else not dit


@given(ne_le=st.dates(date(1920, 1, 1), date(2010, 1, 1)))
def test_the_day_before_the_18_years_is_too_soon_and_the_day_itself_is_not(ne_le):
    majeur_le = regles.anniversaire(ne_le, 18)
    assert not regles.pourquoi_pas(ne_le, majeur_le)
    assert regles.pourquoi_pas(ne_le, majeur_le - timedelta(days=1))


@pytest.mark.parametrize("nom", ["D'Almeida", "D’Almeida", "Nguyễn", "O", "de La Tour-d’Auvergne", "Łukasz"])
def test_names_are_letters_of_any_alphabet(nom):
    assert regles.lettres_seules(nom)


@pytest.mark.parametrize("nom", ["", "-", "D4lmeida", "Paul <b>", "Léa & Marc"])
def test_what_is_no_name_is_refused(nom):
    assert not regles.lettres_seules(nom)


def test_dates_and_people_are_said_in_words():
    periode = regles.periode(date(2026, 11, 29), date(2026, 12, 29)).replace("\u00a0", " ")
    assert periode == "du 29 novembre au 29 décembre 2026 inclus"
    assert "2026 au 31 janvier 2027" in regles.periode(date(2026, 12, 31), date(2027, 1, 31)).replace("\u00a0", " ")
    neveu = regles.Mandataire("MONSIEUR", "D’Almeida", "Paul", date(1985, 3, 14))
    assert neveu.abrege == "M.\u00a0D."
    assert neveu.meme_que(regles.Mandataire("MONSIEUR", "d'almeida", "PAUL", date(1985, 3, 14)))
