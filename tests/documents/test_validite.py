"""Until when an identity document serves: its printed day, and five years more for the cards of adults of 2004 to 2013."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.photo_identite import validite

JOUR = date(2026, 11, 25)
ADULTE, ENFANT = date(1980, 5, 2), date(2002, 5, 2)
DOCUMENTS = ["cni", "passeport", "titre", "permis"]


@given(st.sampled_from(DOCUMENTS), st.integers(0, 3000))
def test_a_document_serves_through_its_last_day(document: str, restent: int) -> None:
    fin = JOUR + timedelta(days=restent)
    assert validite.refus(document, fin, ADULTE, JOUR) == ""
    assert not validite.prolonge(document, fin, ADULTE, JOUR)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_expired_one_says_since_when_and_what_to_do(document: str) -> None:
    phrase = validite.refus(document, date(2026, 11, 24), ADULTE, JOUR)
    assert "24\u00a0novembre 2026" in phrase and "Envoyez une autre pièce" in phrase and "36 46" in phrase


@pytest.mark.parametrize(
    ("fin", "naissance", "sert"),
    [
        (date(2023, 12, 31), ADULTE, True),
        (date(2024, 1, 1), ADULTE, False),
        (date(2021, 11, 25), ADULTE, True),
        (date(2021, 11, 24), ADULTE, False),
        (date(2023, 6, 30), ENFANT, False),
        (date(2022, 2, 28), date(1994, 2, 28), True),
        (date(2022, 2, 27), date(1994, 2, 28), False),
    ],
    ids=[
        "last made",
        "made in 2014",
        "last day of five years",
        "one day late",
        "made for a child",
        "18 that day",
        "17",
    ],
)
def test_a_card_of_an_adult_of_2004_to_2013_lasts_five_years_more(fin: date, naissance: date, sert: bool) -> None:
    assert (validite.refus("cni", fin, naissance, JOUR) == "") is sert
    assert validite.prolonge("cni", fin, naissance, JOUR) is sert


def test_no_other_document_lasts_longer_than_it_says() -> None:
    assert all(validite.refus(document, date(2023, 6, 30), ADULTE, JOUR) for document in DOCUMENTS[1:])


@pytest.mark.parametrize(("document", "ans"), [("passeport", 10), ("titre", 10), ("permis", 15), ("cni", 15)])
def test_a_date_too_far_is_a_slip_of_the_pen(document: str, ans: int) -> None:
    assert validite.refus(document, JOUR.replace(year=JOUR.year + ans), ADULTE, JOUR) == ""
    assert "Relisez" in validite.refus(document, date(JOUR.year + ans, 11, 26), ADULTE, JOUR)


@given(st.sampled_from(DOCUMENTS), st.dates(), st.dates(date(1900, 1, 1), JOUR))
def test_any_date_gets_an_answer(document: str, fin: date, naissance: date) -> None:
    assert isinstance(validite.refus(document, fin, naissance, JOUR), str)


def test_the_table_is_in_the_order_of_its_days_and_the_first_line_holds_before_it() -> None:
    for lignes in validite.VALIDITES.values():
        assert [ligne.depuis for ligne in lignes] == sorted(ligne.depuis for ligne in lignes)
        assert validite.a_la_date("cni", date(2000, 1, 1)) is validite.VALIDITES["cni"][0]
