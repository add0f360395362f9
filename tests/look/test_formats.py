"""French formats: what must not break over two lines has spaces that do not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.safestring import mark_safe

from ameli.noyau import formats
from ameli.noyau.templatetags import composants

MATIN = datetime(2026, 11, 25, 8, 12, tzinfo=UTC)


def lisible(texte: str) -> str:
    return texte.replace("\u00a0", "_").replace("\u202f", ".")


def test_a_moment_is_said_in_paris_time():
    assert lisible(formats.quand(MATIN)) == "mercredi 25_novembre à_9_h_12"


def test_a_full_hour_has_no_minutes():
    assert lisible(formats.heure(datetime(2026, 7, 1, 7, 0, tzinfo=UTC))) == "9_h"


def test_the_first_of_a_month_is_an_ordinal():
    assert lisible(formats.jour(date(2026, 11, 1))) == "1er_novembre 2026"


def test_a_date_near_midnight_is_the_one_of_paris():
    assert formats.date_courte(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "01/01/2027"


@pytest.mark.parametrize(
    ("euros", "ecrit"),
    [
        (Decimal("16.55"), "16,55_€"),
        (Decimal("1234.5"), "1.234,50_€"),
        (Decimal(-3), "−3,00_€"),
        (0, "0,00_€"),
        (Decimal("1234567.89"), "1.234.567,89_€"),
    ],
)
def test_an_amount_has_a_comma_and_two_decimals(euros, ecrit):
    assert lisible(formats.montant(euros)) == ecrit


def test_numbers_are_grouped_as_on_the_papers():
    assert lisible(formats.nir("185054099900125")) == "1_85_05_40_999_001_25"
    assert lisible(formats.nir("1 85 05 40 999 001")) == "1_85_05_40_999_001"
    assert formats.nir(None) == "en cours d’attribution"
    assert formats.iban("fr7630004001230000123456705") == "FR76 3000 4001 2300 0012 3456 705"
    assert lisible(formats.telephone("0639981234")) == "06_39_98_12_34"
    assert formats.telephone("+32 2 123 45 67") == "+32 2 123 45 67"


@pytest.mark.parametrize(
    ("phrase", "ecrite"),
    [
        ("D-7K3M-92QX-4HTB", "[D-7K3M-92QX-4HTB]"),
        ("(décompte n° 202603-K7MX2PQ4).", "(décompte n° [202603-K7MX2PQ4])."),
        ("D-ABCD-EFGH-JKMN et D-2222-3333-4444", "[D-ABCD-EFGH-JKMN] et [D-2222-3333-4444]"),
        ("Saint-Sever, peut-être le 23/11/2026", "Saint-Sever, peut-être le 23/11/2026"),
        ("<b>A-1</b>", "&lt;b&gt;[A-1]&lt;/b&gt;"),
        (mark_safe('<a href="/suivi/D-7K3M-92QX-4HTB/">D-7K3M</a>'), '<a href="/suivi/D-7K3M-92QX-4HTB/">[D-7K3M]</a>'),
    ],
)
def test_a_reference_never_breaks_at_its_hyphens(phrase, ecrite):
    vu = composants.insecable(phrase).replace('<span class="insecable">', "[").replace("</span>", "]")
    assert vu == ecrite


@pytest.mark.parametrize(("nombre", "ecrit"), [(0, "0_jour"), (1, "1_jour"), (2, "2_jours")])
def test_a_plural_begins_at_two(nombre, ecrit):
    assert lisible(composants.pluriel(nombre, "jour,jours")) == ecrit


@pytest.mark.parametrize(("part", "cran"), [(-4, 0), (0, 0), (53, 55), (99.9, 100), (140, 100)])
def test_a_bar_moves_by_steps_of_five(part, cran):
    assert composants.par_cinq(part) == cran


def test_a_mask_is_chosen_by_kind():
    assert composants.masque("FR7630004001230000123456705", "iban").endswith("705")
    assert "999" not in composants.masque("1850540999001", "nir")


def test_a_promised_day_of_another_season_says_its_year():
    assert formats.jour_promis(date(2027, 9, 21), date(2026, 11, 30)) == "mardi 21\u00a0septembre 2027"
    assert formats.jour_promis(date(2027, 1, 4), date(2026, 11, 30)) == "lundi 4\u00a0janvier"
