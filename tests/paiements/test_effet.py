"""What declared incomes do to a pension, and when the next declaration comes: the cases of chapter 19, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paiements.calcul.invalidite.cumul import fenetre, salaire_compare
from paiements.calcul.invalidite.effet import CHOMAGE, INDEPENDANT, SALAIRES, Compare, calculer
from paiements.calcul.invalidite.mensualites import Titre, du_mois
from paiements.calcul.invalidite.prelevements import Avis
from paiements.calcul.invalidite.rythme import d_entree, periode, premiere, rythme

DEPUIS, NOVEMBRE = date(2023, 7, 1), date(2026, 11, 1)
AVIS = {annee: Avis(14_500, D(1)) for annee in range(2020, 2027)}
BERNARD = Titre(2, D("968.40"), DEPUIS, avis=AVIS)
MOYEN, AVANT = D("23241.60"), salaire_compare(2023, D(24_000))


def chaque_mois(montant: str, nature: str = SALAIRES) -> dict[date, dict[str, D]]:
    return {mois: {nature: D(montant)} for mois in fenetre(NOVEMBRE)}


def test_without_income_the_whole_pension_is_paid():
    effet = calculer(Compare(BERNARD, MOYEN, AVANT), NOVEMBRE, {})
    assert (effet.reduction.verse, effet.reduction.retenue) == (D("1038.41"), 0)
    mois = du_mois(BERNARD, NOVEMBRE)
    assert mois is not None and mois.net == D("993.76")


@pytest.mark.parametrize(
    ("salaire", "avant", "retenue", "verse"),
    [
        ("1150", AVANT, "19.85", "1018.56"),
        ("1150", None, "53.74", "984.67"),
        ("2900", AVANT, "894.85", "143.56"),
        ("3400", AVANT, "1144.85", "0.00"),
    ],
)
def test_what_is_taken_of_a_month(salaire, avant, retenue, verse):
    effet = calculer(Compare(BERNARD, MOYEN, avant), NOVEMBRE, chaque_mois(salaire))
    assert (effet.reduction.retenue, effet.reduction.verse) == (D(retenue), D(verse))
    assert effet.par_nature[SALAIRES] == D(salaire) * 12


def test_every_nature_counts_the_same():
    compare = Compare(BERNARD, MOYEN, AVANT)
    assert calculer(compare, NOVEMBRE, chaque_mois("1150", CHOMAGE)).reduction.retenue == D("19.85")


def test_who_works_only_for_themselves_is_compared_with_their_pension():
    compare = Compare(BERNARD, MOYEN, AVANT)
    seul = calculer(compare, NOVEMBRE, chaque_mois("1500", INDEPENDANT))
    assert seul.independant and seul.reduction.seuil == D("29906.15")
    mele = {**chaque_mois("1500", INDEPENDANT), NOVEMBRE.replace(month=9): {SALAIRES: D(1)}}
    assert not calculer(compare, NOVEMBRE, mele).independant


def test_what_was_earned_before_the_pension_does_not_count():
    recent = Titre(2, D("968.40"), date(2026, 6, 1))
    effet = calculer(Compare(recent, MOYEN, AVANT), NOVEMBRE, chaque_mois("5000"))
    assert effet.reduction.revenus == 4 * D(5_000)
    assert effet.reduction.pensions == 4 * D("968.40")


def test_contributions_are_taken_of_what_is_left_of_the_pension_and_the_help_of_another_stays_whole():
    reduite = Titre(3, D("968.40"), DEPUIS, avis=AVIS, retenues={NOVEMBRE: D("19.85")})
    mois = du_mois(reduite, NOVEMBRE)
    assert mois is not None
    assert [(r.code, r.brut) for r in mois.revenus] == [("INV", D("1018.56")), ("MTP", mois.revenus[1].brut)]
    assert mois.revenus[0].csg == D("38.71") and mois.revenus[1].brut > 1_000
    plus_rien = du_mois(Titre(3, D("968.40"), DEPUIS, retenues={NOVEMBRE: D("1144.85")}), NOVEMBRE)
    assert plus_rien is not None and [r.brut for r in plus_rien.revenus] == [0, mois.revenus[1].brut]


def test_what_is_taken_holds_from_its_month_until_another_word():
    titre = Titre(2, D("968.40"), DEPUIS, retenues={NOVEMBRE: D("19.85"), date(2027, 2, 1): D(0)})
    brut = {n: du_mois(titre, mois).brut for n, mois in enumerate(
        (date(2026, 10, 1), NOVEMBRE, date(2027, 1, 1), date(2027, 2, 1))
    )}  # fmt: skip
    assert [brut[n] for n in range(4)] == [D("1038.41"), D("1018.56"), D("1018.56"), D("1038.41")]


# When


@pytest.mark.parametrize(
    ("ouverture", "reduite", "asi", "salarie", "mois"),
    [
        (date(2023, 10, 1), False, False, False, 3),
        (date(2024, 1, 1), False, False, False, 12),
        (date(2026, 11, 1), False, False, True, 6),
        (date(2026, 11, 1), False, True, True, 3),
        (date(2026, 11, 1), True, True, True, 1),
        (date(2023, 10, 1), True, False, True, 1),
    ],
)
def test_the_rhythm_hangs_on_what_was_declared(ouverture, reduite, asi, salarie, mois):
    assert rythme(DEPUIS, ouverture, reduite=reduite, asi=asi, salarie=salarie) == mois


def test_a_new_pension_is_declared_twice_three_months_apart():
    du = date(2026, 8, 17)
    assert premiere(du) == date(2026, 11, 17)
    assert periode(du, None, date(2026, 11, 17)) == (date(2026, 8, 1), date(2026, 9, 1))
    assert rythme(du, date(2026, 11, 17), reduite=False, asi=False, salarie=True) == 3
    assert rythme(du, date(2027, 2, 17), reduite=False, asi=False, salarie=True) == 6


@pytest.mark.parametrize(
    ("accordee", "jours"),
    [
        (date(2026, 8, 1), [date(2026, 11, 17), date(2027, 2, 17)]),
        (date(2026, 12, 20), [date(2026, 12, 20), date(2027, 3, 20)]),
        (date(2027, 2, 17), [date(2027, 2, 17)]),
    ],
)
def test_a_pension_that_is_granted_late_asks_at_once_and_three_months_later_if_it_is_still_new(accordee, jours):
    assert list(d_entree(date(2026, 8, 17), accordee)) == jours


def test_a_declaration_asks_for_the_months_that_its_pension_looks_at_and_for_no_month_twice():
    assert periode(DEPUIS, None, NOVEMBRE) == fenetre(NOVEMBRE)
    assert periode(DEPUIS, date(2026, 3, 1), NOVEMBRE)[0] == date(2026, 4, 1)
    assert periode(DEPUIS, date(2026, 8, 1), NOVEMBRE) == (date(2026, 9, 1),)
    assert periode(DEPUIS, date(2026, 9, 1), NOVEMBRE) == ()


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_period_never_goes_past_a_year_nor_before_the_pension(du, ouverture):
    mois = periode(du, None, ouverture)
    assert len(mois) <= 12 and all(un >= du.replace(day=1) for un in mois)
    assert list(mois) == sorted(set(mois))
