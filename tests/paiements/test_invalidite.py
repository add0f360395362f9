"""A pension of invalidity, to the cent: what opens it, what it is worth, what is withheld, when it ends (chapter 18)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paiements import baremes
from paiements.calcul.invalidite import mensualites, ouverture, salaire
from paiements.calcul.invalidite.mensualites import Titre, du_mois, mensuel
from paiements.calcul.invalidite.ouverture import demandable_jusqu_au, retraite_le, smic_de_reference
from paiements.calcul.invalidite.prelevements import Avis, prelevements, selon_l_avis
from paiements.calcul.invalidite.salaire import reevaluer, revaloriser, salaire_moyen

THOMAS = date(2026, 2, 12)
PLEINE = {annee: D(25_800) for annee in range(2022, 2026)}


# What opens it


@pytest.mark.parametrize(
    ("heures", "salaires", "admise"),
    [(600, "0", True), (599, "0", False), (599, "24116.39", False), (0, "24116.40", True), (0, "24116.41", True)],
)
def test_600_hours_or_2030_times_the_smic_open_the_right(heures, salaires, admise):
    lue = ouverture.ouverture(THOMAS, date(2010, 1, 1), heures=heures, salaires=D(salaires))
    assert lue.ouverte is admise
    assert (lue.du, lue.au, lue.smic, lue.seuil) == (date(2025, 2, 1), date(2026, 1, 31), D("11.88"), D("24116.40"))


@pytest.mark.parametrize(
    ("arret", "smic", "seuil"),
    [
        (THOMAS, "11.88", "24116.40"),
        (date(2026, 11, 15), "11.88", "24116.40"),
        (date(2027, 2, 1), "12.02", "24400.60"),
        (date(2027, 1, 31), "11.88", "24116.40"),  # the period begins on 1 January: the one before it counts
    ],
)
def test_the_smic_is_that_of_the_first_january_before_the_twelve_months(arret, smic, seuil):
    lue = ouverture.ouverture(arret, date(2010, 1, 1), heures=0, salaires=D(0))
    assert (smic_de_reference(arret), lue.seuil) == (D(smic), D(seuil))


@pytest.mark.parametrize(
    ("affilie_le", "arret", "mois"),
    [
        (date(2025, 12, 1), date(2026, 11, 30), 11),
        (date(2025, 11, 1), date(2026, 11, 30), 12),
        (date(2025, 11, 2), date(2026, 11, 30), 11),
        (date(2026, 12, 1), date(2026, 11, 30), 0),
    ],
)
def test_affiliation_is_counted_on_the_first_of_the_month_of_the_leave(affilie_le, arret, mois):
    lue = ouverture.ouverture(arret, affilie_le, heures=600, salaires=D(0))
    assert (lue.mois, lue.ouverte) == (mois, mois >= 12)


def test_twelve_months_are_left_to_ask():
    assert demandable_jusqu_au(date(2027, 1, 28)) == date(2028, 1, 28)


@pytest.mark.parametrize(
    ("naissance", "retraite"),
    [
        (date(1964, 11, 29), date(2026, 12, 1)),
        (date(1964, 11, 30), date(2026, 12, 1)),
        (date(1964, 12, 1), date(2026, 12, 1)),
        (date(1964, 12, 2), date(2027, 1, 1)),
        (date(1964, 2, 29), date(2026, 3, 1)),  # of age on 1 March, in a year without that day
    ],
)
def test_retirement_takes_over_on_the_first_of_the_month_or_on_the_birthday_that_is_one(naissance, retraite):
    assert retraite_le(naissance) == retraite
    assert retraite_le(naissance, travaille=True).year == retraite.year + 5


# What it is worth


@pytest.mark.parametrize(
    ("moyen", "categorie", "montant"),
    [
        ("25800", 1, "645.00"),
        ("25800", 2, "1075.00"),
        ("25800", 3, "1075.00"),
        ("8000", 1, "338.31"),
        ("60000", 2, "2002.50"),
        ("60000", 1, "1201.50"),
        ("0", 1, "338.31"),
    ],
)
def test_a_month_is_a_share_of_the_wage_between_a_minimum_and_a_maximum(moyen, categorie, montant):
    assert mensuel(categorie, D(moyen), date(2026, 11, 1)) == D(montant)


def test_the_minimum_of_2025_is_its_own():
    assert mensuel(1, D(8000), date(2025, 6, 1)) == D("335.29")


def test_the_third_category_adds_the_help_of_a_third_person_that_bears_nothing():
    mois = du_mois(Titre(3, D("1075.00"), date(2026, 11, 1)), date(2026, 11, 1))
    assert [(un.code, un.brut, un.net) for un in mois.revenus] == [
        ("INV", D("1075.00"), D("977.17")), ("MTP", D("1298.43"), D("1298.43")),
    ]  # fmt: skip


def test_no_year_of_wages_counts_for_more_than_its_ceiling():
    moyen = salaire_moyen(dict.fromkeys(range(2015, 2026), D(60_000)), date(2026, 11, 1))
    assert all(une.plafonnee and une.vaut == salaire.arrondi(une.plafond * une.coefficient) for une in moyen.annees)
    assert mensuel(2, moyen.montant, date(2026, 11, 1)) <= D("2002.50")


def test_in_2019_the_wages_behind_a_pension_rose_more_than_pensions():
    avant, apres = date(2018, 12, 31), date(2019, 12, 31)
    assert salaire.coefficient(avant, apres) == D("1.003")
    assert salaire.coefficient(avant, apres, salaires=True) == D("1.016")
    assert salaire_moyen({2018: D(10_000)}, date(2020, 1, 1)).montant == D("10160.00")
    assert salaire.reevaluer(D(10_000), avant, apres) == D("10030.00"), "what is paid already rises with pensions"


def test_ten_years_are_kept_and_the_others_shown():
    salaires = {annee: D(20_000 + annee) for annee in range(2013, 2026)}
    moyen = salaire_moyen(salaires, date(2026, 11, 1))
    assert (len(moyen.annees), moyen.retenues) == (13, 10)
    gardees = [une.vaut for une in moyen.annees if une.retenue]
    assert min(gardees) >= max(une.vaut for une in moyen.annees if not une.retenue)
    assert moyen.montant == salaire.arrondi(sum(gardees) / 10)


def test_fewer_than_ten_years_give_their_own_mean_and_a_short_year_counts_as_it_is():
    moyen = salaire_moyen({2023: D(24_000), 2024: D(6_000), 2025: D(25_000), 2022: D(0)}, date(2026, 3, 1))
    assert [une.annee for une in moyen.annees] == [2023, 2024, 2025]
    assert [une.vaut for une in moyen.annees] == [D("25530.77"), D("6102.00"), D("25000.00")]
    assert moyen.montant == D("18877.59")


def test_the_year_of_the_pension_itself_does_not_count():
    assert salaire_moyen({2026: D(90_000), 2025: D(24_000)}, date(2026, 3, 1)).montant == D("24000.00")


def test_bernard_is_paid_what_three_rises_made_of_his_pension():
    depuis = date(2023, 7, 1)
    montants = [revaloriser(D("968.40"), depuis, date(annee, 4, 1)) for annee in (2024, 2025, 2026)]
    assert montants == [D("1012.95"), D("1030.17"), D("1038.41")]
    assert reevaluer(D("23241.60"), depuis, date(2026, 11, 1)) == D("24921.79")


def test_a_part_of_a_month_counts_its_days():
    titre = Titre(2, D("1075.00"), date(2027, 1, 29), date(2027, 2, 14))
    janvier, fevrier = (du_mois(titre, date(2027, mois, 1)) for mois in (1, 2))
    assert (janvier.brut, fevrier.brut) == (D("104.03"), D("537.50"))
    assert du_mois(titre, date(2026, 12, 1)) is None and du_mois(titre, date(2027, 3, 1)) is None


def test_a_pension_never_falls_under_the_minimum_of_the_day():
    titre = Titre(1, D("311.56"), date(2023, 1, 1))
    assert mensualites.plein(titre, date(2026, 11, 1)) == max(
        D("338.31"), revaloriser(D("311.56"), titre.du, date(2026, 11, 1))
    )


# What is withheld


@pytest.mark.parametrize(
    ("rfr", "taux", "retenu", "net"),
    [
        (16_532, "0", "0.00", "1075.00"),
        (16_533, "3.8", "46.23", "1028.77"),
        (21_612, "3.8", "46.23", "1028.77"),
        (21_613, "6.6", "79.55", "995.45"),
        (33_538, "6.6", "79.55", "995.45"),
        (33_539, "8.3", "97.83", "977.17"),
        (None, "8.3", "97.83", "977.17"),
    ],
)
def test_contributions_follow_the_notice_of_two_years_before(rfr, taux, retenu, net):
    avis = {} if rfr is None else {2024: Avis(rfr, D("1.5"))}
    mois = du_mois(Titre(2, D("1075.00"), date(2026, 11, 1), avis=avis), date(2026, 11, 1))
    assert mois.prelevements.csg == D(taux)
    assert (mois.brut - mois.net, mois.net) == (D(retenu), D(net))


def test_a_year_above_is_not_enough_to_leave_the_low_rates():
    bas, haut = Avis(15_000, D(1)), Avis(25_000, D(1))
    assert prelevements(2026, {2024: haut, 2023: bas}).csg == D("3.8")
    assert prelevements(2026, {2024: haut, 2023: bas}).adouci
    assert prelevements(2026, {2024: haut, 2023: haut}).csg == D("6.6")
    seul = prelevements(2026, {2024: haut})
    assert (seul.csg, seul.anterieur_manque) == (D("6.6"), 2023), "the earlier notice is asked for"
    assert prelevements(2026, {2024: Avis(15_000, D("1.5")), 2023: haut}).csg == D(0), "down at once"


def test_the_notice_of_another_year_does_not_lower_this_one_but_the_next():
    titre = Titre(2, D("1075.00"), date(2026, 11, 1), avis={2025: Avis(12_000, D(1))})
    assert du_mois(titre, date(2026, 12, 1)).prelevements.manque == 2024
    assert du_mois(titre, date(2027, 1, 1)).prelevements.csg == 0


def test_a_pension_that_is_paid_keeps_its_rate_until_the_next_notice_comes():
    titre = Titre(2, D("1075.00"), date(2025, 11, 1), avis={2023: Avis(12_000, D(1))})
    assert [du_mois(titre, date(annee, 12, 1)).prelevements.csg for annee in (2025, 2026)] == [0, 0]


# Whatever the figures

euros = st.decimals(min_value=0, max_value=99_999, places=2)
jours = st.dates(date(2023, 1, 1), date(2030, 12, 31))
vies = st.dictionaries(st.integers(2002, 2026), euros, max_size=25)


@given(vies, jours)
def test_a_mean_lies_between_the_years_that_it_keeps(salaires, effet):
    moyen = salaire_moyen(salaires, effet)
    gardees = [une.vaut for une in moyen.annees if une.retenue]
    assert len(gardees) == min(10, len(moyen.annees))
    if gardees:
        assert min(gardees) <= moyen.montant <= max(gardees)


@given(vies, euros, st.integers(2002, 2022), jours)
def test_earning_more_in_a_year_that_counts_never_lowers_a_pension(salaires, plus, annee, effet):
    """Only among ten years or more: with fewer, a poor year that is added lowers the mean, as the article says."""
    salaires = {**dict.fromkeys(range(2012, 2023), D(10_000)), **salaires}
    apres = {**salaires, annee: max(salaires.get(annee, D(0)), D("0.01")) + plus}
    if salaires.get(annee, D(0)) > 0:
        assert salaire_moyen(apres, effet).montant >= salaire_moyen(salaires, effet).montant


@given(euros, st.sampled_from([1, 2, 3]), jours)
def test_a_month_stays_between_its_minimum_and_its_maximum(moyen, categorie, le):
    montant = mensuel(categorie, moyen, le)
    plafond = baremes.valeur("plafond", "annuel", le)
    assert (
        baremes.valeur("pension", "minimum", le)
        <= montant
        <= salaire.arrondi(plafond * mensualites.TAUX[categorie] / 1200)
    )


@given(euros, st.integers(0, 80_000), st.sampled_from(["1", "1.25", "1.5", "2", "4.5"]), jours)
def test_what_is_paid_and_what_is_withheld_make_the_gross(brut, rfr, parts, le):
    mois = du_mois(Titre(1, brut, le.replace(day=1), avis={le.year - 2: Avis(rfr, D(parts))}), le.replace(day=1))
    revenu = mois.revenus[0]
    assert revenu.net + mois.prelevements.montant(revenu.brut) == revenu.brut
    assert all(part >= 0 for part in (revenu.csg, revenu.crds, revenu.casa))


@given(st.integers(0, 80_000), st.integers(0, 5_000), st.sampled_from(["1", "1.5", "3"]), st.integers(2023, 2030))
def test_a_higher_income_never_has_a_lower_rate_and_more_parts_never_a_higher_one(rfr, plus, parts, annee):
    assert selon_l_avis(annee, Avis(rfr, D(parts))) <= selon_l_avis(annee, Avis(rfr + plus, D(parts)))
    assert selon_l_avis(annee, Avis(rfr, D(parts) + D("0.5"))) <= selon_l_avis(annee, Avis(rfr, D(parts)))


@given(jours, st.integers(0, 800))
def test_the_days_of_a_pension_are_all_paid_and_once(du, duree):
    titre = Titre(2, D("1075.00"), du, du + timedelta(days=duree))
    mois = [du_mois(titre, un) for un in mensualites.mois_jusqu_a(du, titre.au)]
    assert all(mois) and mois[0].du == du and mois[-1].au == titre.au
    assert all(b.du == a.au + timedelta(days=1) for a, b in zip(mois, mois[1:], strict=False))


@given(st.dates(date(1950, 1, 1), date(2000, 12, 31)))
def test_retirement_begins_on_a_first_less_than_a_month_after_the_birthday(naissance):
    le = retraite_le(naissance)
    assert le.day == 1 and timedelta(0) <= le - ouverture.age_de_fin(naissance) <= timedelta(days=31)
