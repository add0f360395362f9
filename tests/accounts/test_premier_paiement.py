"""A new IBAN asked for online receives its first payment after 72 hours; what falls due meanwhile is held."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.informations import coordonnees
from accounts.models import CoordonneesBancaires
from tests.fabriques import creer_assure, iban_d_essai

EFFET = datetime(2026, 11, 20, 9, tzinfo=UTC)
WEB = CoordonneesBancaires.Origine.WEB


def remplacer(assure, effet: datetime = EFFET, origine: str = WEB, cause: str = "D-1"):
    return coordonnees.remplacer(
        assure,
        iban=iban_d_essai(),
        titulaire="DUPRAT LEA",
        civilite="MADAME",
        effet=effet,
        cause=cause,
        origine=origine,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("depuis", "retenu"),
    [(timedelta(0), True), (timedelta(hours=72) - timedelta(seconds=1), True), (timedelta(hours=72), False)],
)
def test_the_first_payment_waits_72_hours_to_the_second(depuis, retenu, django_assert_num_queries):
    assure = creer_assure()
    nouvelle = remplacer(assure)
    with django_assert_num_queries(1):
        versement = coordonnees.compte_pour_un_paiement(assure, EFFET + depuis)
    assert versement.coordonnees == nouvelle
    assert versement.retenu_jusqu_a == (EFFET + timedelta(hours=72) if retenu else None)


@pytest.mark.django_db
def test_before_the_change_the_old_account_is_paid_at_once():
    assure = creer_assure()
    ancienne = coordonnees.actuelles(assure)
    remplacer(assure)
    versement = coordonnees.compte_pour_un_paiement(assure, EFFET - timedelta(seconds=1))
    assert (versement.coordonnees, versement.retenu_jusqu_a) == (ancienne, None)


@pytest.mark.django_db
@pytest.mark.parametrize("origine", ["AGENT", "PAPIER"])
def test_an_account_that_somebody_checked_is_paid_at_once(origine):
    assure = creer_assure()
    remplacer(assure, origine=origine)
    assert coordonnees.compte_pour_un_paiement(assure, EFFET).retenu_jusqu_a is None


@pytest.mark.django_db
def test_without_bank_details_the_amount_is_held():
    assure = creer_assure(iban=None)
    assert coordonnees.compte_pour_un_paiement(assure, EFFET) == coordonnees.Versement(None)


@pytest.mark.django_db
def test_a_second_change_begins_the_wait_again():
    assure = creer_assure()
    remplacer(assure)
    remplacer(assure, EFFET + timedelta(hours=48), cause="D-2")
    versement = coordonnees.compte_pour_un_paiement(assure, EFFET + timedelta(hours=80))
    assert versement.retenu_jusqu_a == EFFET + timedelta(hours=48 + 72)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_the_wait_is_never_shorter_than_72_hours(effet):
    premier = coordonnees.premier_paiement(effet, WEB)
    assert premier - effet == timedelta(hours=72)
