"""Pension and wages together, article R341-17, to the cent (chapter 19)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paiements.calcul.invalidite import cumul
from paiements.calcul.invalidite.cumul import fenetre, reduire, salaire_compare, seuil, seuil_independant
from paiements.calcul.invalidite.mensualites import Titre, plein

DEPUIS, NOVEMBRE = date(2023, 7, 1), date(2026, 11, 1)
BERNARD = Titre(2, D("968.40"), DEPUIS)
MOYEN = D("23241.60")


def pensions(mois: date = NOVEMBRE) -> list[D]:
    return [plein(BERNARD, un) for un in fenetre(mois)]


def reduction(par_mois: str, compare: str = "", mois: date = NOVEMBRE) -> cumul.Reduction:
    """Bernard with the same wage each month; `compare`: his wage before the leave, in its value of 07/2023."""
    avant = salaire_compare(2023, D(compare)) if compare else None
    limite = seuil(MOYEN, avant, DEPUIS, mois)
    return reduire(
        mois, plein(BERNARD, mois), pensions(mois), dict.fromkeys(fenetre(mois), D(par_mois)), limite.montant
    )


def test_the_pension_of_november_looks_at_october_to_september():
    assert (fenetre(NOVEMBRE)[0], fenetre(NOVEMBRE)[-1]) == (date(2025, 10, 1), date(2026, 9, 1))
    assert len(fenetre(NOVEMBRE)) == 12
    assert sum(pensions()) == D("12411.48")
    assert sum(pensions(date(2026, 12, 1))) == D("12419.72")


def test_without_a_wage_nothing_is_taken():
    sans = reduction("0")
    assert (sans.retenue, sans.verse, sans.reduite) == (D("0.00"), D("1038.41"), False)


def test_the_threshold_is_the_higher_of_the_two_wages_each_brought_to_today():
    limite = seuil(MOYEN, salaire_compare(2023, D(24_000)), DEPUIS, NOVEMBRE)
    assert (limite.moyen_reevalue, limite.compare_reevalue, limite.montant) == (
        D("24921.79"), D("25735.01"), D("25735.01"),
    )  # fmt: skip
    assert seuil(MOYEN, None, DEPUIS, NOVEMBRE).montant == D("24921.79")


@pytest.mark.parametrize(
    ("par_mois", "compare", "total", "depassement", "retenue", "verse"),
    [
        ("1150", "24000", "26211.48", "476.47", "19.85", "1018.56"),
        ("1150", "", "26211.48", "1289.69", "53.74", "984.67"),
        ("2900", "24000", "47211.48", "21476.47", "894.85", "143.56"),
        ("3400", "24000", "53211.48", "27476.47", "1144.85", "0.00"),
    ],
)
def test_half_of_what_goes_over_is_taken_over_twelve_months(par_mois, compare, total, depassement, retenue, verse):
    lue = reduction(par_mois, compare)
    assert (lue.total, lue.depassement, lue.retenue, lue.verse) == (D(total), D(depassement), D(retenue), D(verse))
    assert lue.suspendue is (verse == "0.00")


def test_the_wage_that_is_not_revalued_would_cost_72_euros_a_month():
    sans = reduire(NOVEMBRE, D("1038.41"), pensions(), dict.fromkeys(fenetre(NOVEMBRE), D(1150)), D(24_000))
    assert sans.retenue - reduction("1150", "24000").retenue == D("72.30")


@pytest.mark.parametrize(("trop", "retenue", "reduite"), [("0.01", "0.00", False), ("0.12", "0.01", True)])
def test_less_than_half_a_cent_is_no_reduction(trop, retenue, reduite):
    lue = reduire(NOVEMBRE, D("1038.41"), pensions(), {}, D("12411.48") - D(trop))
    assert (lue.depassement, lue.retenue, lue.reduite) == (D(trop), D(retenue), reduite)


def test_only_the_wage_before_the_leave_has_a_ceiling_that_of_its_year():
    compare = salaire_compare(2022, D(80_000))
    assert (compare.plafond, compare.retenu) == (D("61704.00"), D("61704.00"))
    assert seuil(D(90_000), compare, NOVEMBRE, NOVEMBRE).montant == D(90_000)
    assert seuil(D(41_000), compare, DEPUIS, NOVEMBRE).montant == D("67223.36"), (
        "61 704 × 1,016 × 1,046 × 1,017 × 1,008"
    )


def test_the_wage_before_the_leave_rises_from_its_own_year_on_and_not_from_the_first_day_of_the_pension():
    """Leave in February 2026, pension in January 2027: what wages gained in April 2026 is not lost."""
    janvier = date(2027, 1, 1)
    limite = seuil(D(20_000), salaire_compare(2025, D(30_000)), janvier, janvier)
    assert (limite.moyen_reevalue, limite.compare_reevalue) == (D(20_000), D("30240.00"))


def test_months_of_leave_are_left_out_of_the_year():
    assert salaire_compare(2022, D(16_000), mois_en_arret=4).annuel == D("24000.00")
    with pytest.raises(ValueError, match="no month of work"):
        salaire_compare(2022, D(0), mois_en_arret=12)


def test_an_apprentice_is_counted_for_the_smic_at_least():
    assert salaire_compare(2022, D(9_000), apprenti=True).retenu == D("19237.40")


def test_who_works_for_themselves_compares_with_their_pension():
    assert seuil_independant(1, D(20_000), NOVEMBRE, NOVEMBRE) == D("24000.00")
    assert seuil_independant(2, D(20_000), NOVEMBRE, NOVEMBRE) == D("24000.00")


def test_a_month_outside_the_window_does_not_count():
    revenus = {date(2025, 9, 1): D(50_000), date(2026, 10, 1): D(50_000)}
    assert reduire(NOVEMBRE, D("1038.41"), pensions(), revenus, D("12411.48")).revenus == 0


euros = st.decimals(min_value=0, max_value=9_999, places=2)


@given(st.lists(euros, min_size=12, max_size=12), st.lists(euros, min_size=12, max_size=12), euros, euros)
def test_a_pension_is_never_reduced_below_nothing_nor_raised(douze, gagnes, limite, due):
    lue = reduire(NOVEMBRE, due, douze, dict(zip(fenetre(NOVEMBRE), gagnes, strict=True)), limite)
    assert 0 <= lue.verse <= due
    assert lue.total == lue.pensions + lue.revenus
    assert lue.depassement == max(D(0), lue.total - lue.seuil)
    assert abs(lue.retenue * 24 - lue.depassement) <= D("0.12")


@given(st.lists(euros, min_size=12, max_size=12), euros, euros, euros)
def test_a_euro_more_of_wages_never_takes_more_than_it_brings(gagnes, limite, due, plus):
    avant = dict(zip(fenetre(NOVEMBRE), gagnes, strict=True))
    apres = {**avant, NOVEMBRE.replace(month=9): avant[date(2026, 9, 1)] + plus}
    un, autre = (reduire(NOVEMBRE, due, [due] * 12, revenus, limite) for revenus in (avant, apres))
    assert autre.verse <= un.verse
    assert (un.verse - autre.verse) * 12 <= plus / 2 + D("0.24"), "half of it, over the twelve months that it stays"


@given(euros, euros, st.dates(date(2023, 1, 1), date(2030, 12, 31)))
def test_a_threshold_is_never_lower_than_either_wage(moyen, annuel, le):
    limite = seuil(moyen, salaire_compare(2022, annuel), date(2023, 1, 1), le)
    assert limite.montant >= max(limite.moyen_reevalue, limite.compare_reevalue)
    assert limite.montant >= moyen
