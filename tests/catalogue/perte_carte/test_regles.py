"""Who may declare, and the four days (chapter 9 § 4, § 6 and § 13)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ameli.noyau.calendrier import PARIS, jour_de
from demarches.cartes.regles import (
    Obstacle,
    Situation,
    jours_restants,
    limite_de_commande,
    obstacle,
    plus_ancienne_date,
)

LE = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
moments = st.integers(0, 24 * 3650).map(lambda heures: LE + timedelta(hours=heures))


@pytest.mark.parametrize(
    ("situation", "attendu"),
    [
        (Situation(age=40, soi=True, carte_active=True), None),
        (Situation(age=11, soi=False, carte_active=True), Obstacle.TROP_JEUNE),
        (Situation(age=12, soi=False, carte_active=True), None),
        (Situation(age=17, soi=False, carte_active=True), None),
        (Situation(age=18, soi=False, carte_active=True), Obstacle.ADULTE),
        (Situation(age=40, soi=True), Obstacle.PAS_DE_CARTE),
        (Situation(age=40, soi=True, en_chemin=True), Obstacle.EN_CHEMIN),
        (Situation(age=40, soi=True, carte_active=True, decede=True), Obstacle.DECEDE),
        (Situation(age=40, soi=True, deja_opposee=True, limite=LE + timedelta(days=1)), Obstacle.A_COMMANDER),
        (Situation(age=40, soi=True, deja_opposee=True, limite=LE - timedelta(seconds=1)), None),
    ],
)
def test_each_situation_has_its_answer(situation, attendu):
    assert obstacle(situation, LE) is attendu


def test_the_order_is_open_until_the_last_minute_of_the_fourth_day():
    limite = limite_de_commande(datetime(2026, 11, 23, 0, 5, tzinfo=PARIS))
    assert limite.astimezone(PARIS).strftime("%d/%m %H:%M") == "27/11 23:59"
    assert jours_restants(limite, datetime(2026, 11, 27, 23, 59, tzinfo=PARIS)) == 0
    assert jours_restants(limite, datetime(2026, 11, 28, 0, 0, tzinfo=PARIS)) == -1


@given(moments)
def test_four_full_days_are_always_given_whatever_the_clocks_do(le):
    limite = limite_de_commande(le)
    assert limite - le >= timedelta(days=4) - timedelta(hours=1)
    assert (jour_de(limite) - jour_de(le)).days == 4
    assert jours_restants(limite, le) == 4


@given(st.dates(date(2023, 5, 1), date(2035, 1, 1)))
def test_facts_of_a_year_ago_can_still_be_declared(le):
    assert 364 <= (le - plus_ancienne_date(le)).days <= 366
