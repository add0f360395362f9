"""From a deposit to a date: working days, the post, the window, measures. And the grid itself."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.messagerie.themes import THEMES
from demarches.delais import grille, regles
from demarches.delais.regles import Situation, estimer

VENDREDI = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("depot", "jours", "departement", "attendue"),
    [
        (VENDREDI, 3, "40", date(2026, 11, 23)),  # a Monday
        (date(2026, 4, 3), 3, "40", date(2026, 4, 7)),  # Easter Monday is a holiday: Tuesday
        (date(2025, 12, 19), 7, "40", date(2025, 12, 26)),
        (date(2025, 12, 19), 7, "67", date(2025, 12, 29)),  # 26 December in Strasbourg, then a week-end
        (date(2026, 3, 27), 7, "67", date(2026, 4, 7)),  # Good Friday, and Easter
        (VENDREDI, 0, "40", VENDREDI),
    ],
)
def test_a_date_that_is_not_worked_moves_to_the_next_working_day(depot, jours, departement, attendue):
    assert estimer(depot, jours, departement=departement).prevue == attendue


def test_the_post_takes_two_days():
    assert estimer(VENDREDI, 10, par_courrier=True).prevue == date(2026, 12, 2)
    assert estimer(VENDREDI, 10).prevue == date(2026, 11, 30)


def test_the_window_is_three_days_around_and_never_begins_before_the_deposit():
    fourchette = estimer(VENDREDI, 28)
    assert (fourchette.au_plus_tot, fourchette.prevue, fourchette.au_plus_tard) == (
        date(2026, 12, 15), date(2026, 12, 18), date(2026, 12, 21),
    )  # fmt: skip
    assert estimer(VENDREDI, 1).au_plus_tot == VENDREDI


@pytest.mark.parametrize(
    ("jour", "situation"),
    [
        (date(2026, 12, 14), Situation.A_VENIR),
        (date(2026, 12, 15), Situation.DANS_LA_FENETRE),
        (date(2026, 12, 21), Situation.DANS_LA_FENETRE),
        (date(2026, 12, 22), Situation.DEPASSEE),
    ],
)
def test_each_day_stands_before_in_or_after_the_window(jour, situation):
    assert estimer(VENDREDI, 28).situation(jour) is situation


def test_a_measured_window_begins_at_the_median():
    fourchette = estimer(VENDREDI, 12, mediane=5)
    assert (fourchette.au_plus_tot, fourchette.prevue) == (date(2026, 11, 25), date(2026, 12, 2))


@pytest.mark.parametrize("ecart", range(0, 400, 7))
def test_the_days_are_always_in_order(ecart):
    depot = VENDREDI + timedelta(days=ecart)
    for jours in (0, 1, 2, 5, 45):
        for mediane in (None, 0, jours):
            fourchette = estimer(depot, jours, mediane=mediane, par_courrier=bool(ecart % 2), departement="57")
            assert depot <= fourchette.au_plus_tot <= fourchette.prevue <= fourchette.au_plus_tard


def test_a_measure_is_a_median_and_a_ninth_decile_of_enough_requests():
    assert regles.mesurer([5] * 29, 30) is None
    assert regles.mesurer([*range(1, 101)], 30) == (50, 90)
    assert regles.mesurer([2] * 27 + [9] * 3, 30) == (2, 2)
    assert regles.mesurer([2] * 26 + [9] * 4, 30) == (2, 9)


def test_the_time_spent_waiting_for_the_person_does_not_count():
    depot, fin = datetime(2026, 11, 2, 22, 30, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert regles.duree(depot, fin, timedelta()) == 18
    assert regles.duree(depot, fin, timedelta(days=12)) == 6
    assert regles.duree(depot, fin, timedelta(days=40)) == 0


def test_the_grid_is_whole_and_each_line_can_be_written_about():
    codes = [precision.code for theme in grille.THEMATIQUES for precision in theme.precisions]
    assert len(codes) == len(set(codes)) == len(grille.PRECISIONS) > 45
    assert {theme.theme for theme in grille.THEMATIQUES} <= set(THEMES)
    assert all(re.fullmatch(r"[a-z-]{3,40}", code) for code in codes)
    assert all(0 < precision.jours <= 120 for _, precision in grille.PRECISIONS.values())


def test_the_invalidity_pension_is_not_in_the_service():
    libelles = " ".join(p.libelle for _, p in grille.PRECISIONS.values()).casefold()
    assert "invalidité" not in libelles and "pension" not in libelles
