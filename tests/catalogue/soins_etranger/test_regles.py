"""Zones, tariffs and days of chapter 21, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from demarches.catalogue.soins_etranger.natures import NATURES, acte
from demarches.catalogue.soins_etranger.regles.tarifs import (
    Cas,
    Regime,
    accord_tacite,
    dernier_jour_pour_demander,
    prescrit,
)
from demarches.catalogue.soins_etranger.regles.zones import Zone, zone
from paiements import prestations

AOUT = date(2026, 8, 12)


@pytest.mark.parametrize(
    ("pays", "attendue"),
    [("ES", Zone.EUROPE), ("IS", Zone.EUROPE), ("CH", Zone.SUISSE_RU), ("GB", Zone.SUISSE_RU), ("MA", Zone.CONVENTION),
     ("US", Zone.AILLEURS), ("CA", Zone.AILLEURS), ("IN", Zone.AILLEURS), ("JP", Zone.AILLEURS), ("KR", Zone.AILLEURS),
     ("BR", Zone.AILLEURS), ("TH", Zone.AILLEURS), ("GL", Zone.AILLEURS)],
)  # fmt: skip
def test_a_text_that_covers_no_tourist_promises_nothing(pays, attendue):
    assert zone(pays, AOUT) is attendue


def test_the_united_kingdom_was_in_the_union_until_the_end_of_2020():
    assert zone("GB", date(2020, 12, 31)) is Zone.EUROPE and zone("GB", date(2021, 1, 1)) is Zone.SUISSE_RU


@pytest.mark.parametrize(
    ("cas", "regime"),
    [
        (Cas(Zone.EUROPE), Regime.AU_CHOIX),
        (Cas(Zone.SUISSE_RU, lourd=True), Regime.AU_CHOIX),
        (Cas(Zone.EUROPE, programme=True), Regime.FRANCAIS),
        (Cas(Zone.EUROPE, programme=True, lourd=True), Regime.ACCORD),
        (Cas(Zone.SUISSE_RU, programme=True), Regime.RIEN),
        (Cas(Zone.SUISSE_RU, programme=True, lourd=True), Regime.ACCORD),
        (Cas(Zone.CONVENTION, programme=True), Regime.CONVENTION),
        (Cas(Zone.AILLEURS), Regime.URGENCE),
        (Cas(Zone.AILLEURS, detache=True), Regime.DETACHE),
        (Cas(Zone.EUROPE, detache=True), Regime.DETACHE),
    ],
)
def test_the_zone_and_the_kind_of_care_say_which_tariff(cas, regime):
    assert cas.regime is regime


@pytest.mark.parametrize(
    ("soin", "dernier"),
    [(date(2024, 8, 12), date(2026, 9, 30)), (date(2024, 1, 1), date(2026, 3, 31)), (date(2024, 12, 31), date(2026, 12, 31))],
)  # fmt: skip
def test_two_years_run_from_the_quarter_after_the_care(soin, dernier):
    assert dernier_jour_pour_demander(soin) == dernier
    assert not prescrit(soin, dernier)


def test_a_care_of_august_2024_is_too_old_in_november_2026():
    assert prescrit(date(2024, 8, 12), date(2026, 11, 29))


def test_fourteen_days_of_silence_before_the_care_are_an_agreement():
    assert accord_tacite(date(2026, 6, 1), date(2026, 6, 21))
    assert accord_tacite(date(2026, 6, 1), date(2026, 6, 16)) and not accord_tacite(date(2026, 6, 1), date(2026, 6, 15))


def test_each_act_that_a_nature_is_like_has_a_published_tariff():
    codes = [acte(nature) for nature in NATURES if acte(nature)]
    assert codes and all(prestations.tarif(code, AOUT).base for code in codes)
