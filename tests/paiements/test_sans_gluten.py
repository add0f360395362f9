"""Food without gluten: a label, a line, a month (chapter 17). Each amount was worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from paiements import baremes
from paiements.calcul.explication import expliquer
from paiements.calcul.mots import MotifTaux
from paiements.calcul.sans_gluten import Achat, FamilleProduit, calculer, etiquette, plafond, plafonner

MOIS = date(2026, 11, 1)
FARINE, PAIN, PATES, BISCUITS = FamilleProduit
GALETTE = Achat(BISCUITS, 500, D("18.95"), 1)


@pytest.mark.parametrize(
    ("famille", "grammes", "attendu"),
    [
        (FARINE, 1000, "5.00"), (PAIN, 300, "1.44"), (PATES, 500, "2.80"), (BISCUITS, 150, "1.91"), (BISCUITS, 240, "3.05"),
    ],
)  # fmt: skip
def test_a_label_is_rounded_as_it_is_printed(famille, grammes, attendu):
    assert etiquette(famille, grammes, MOIS) == D(attendu)


@pytest.mark.parametrize(
    ("achat", "base", "verse"),
    [
        (GALETTE, "6.35", "3.81"),
        (Achat(PATES, 250, D("1.95"), 1), "1.40", "0.84"),
        (Achat(PATES, 250, D("1.10"), 1), "1.10", "0.66"),  # the price is below the tariff
        (Achat(PAIN, 400, D("4.60"), 1), "1.92", "1.15"),
        (Achat(BISCUITS, 150, D("3.60"), 1), "1.91", "1.15"),
        (replace(GALETTE, quantite=12), "76.20", "45.72"),
    ],
)
def test_what_is_taken_into_account_and_paid_back(achat, base, verse):
    ligne = calculer(achat, MOIS)
    assert (ligne.base, ligne.verse) == (D(base), D(verse))


def test_in_alsace_moselle_the_rate_is_ninety_and_the_most_of_a_month_the_same():
    ligne = calculer(GALETTE, MOIS, regime_local=True)
    assert (ligne.taux, ligne.verse) == (90, D("5.72"))
    assert ligne.ligne(MOIS).motif_taux is MotifTaux.LOCAL


def test_the_thirteenth_galette_adds_one_cent():
    payees = plafonner([calculer(replace(GALETTE, quantite=12), MOIS), calculer(GALETTE, MOIS)], D("45.73"), MOIS)
    assert [une.verse for une in payees] == [D("45.72"), D("0.01")]
    assert payees[1].tronque and payees[1].avant_plafond == D("3.81")


def test_beyond_the_most_of_a_month_nothing_is_paid():
    payees = plafonner([calculer(GALETTE, MOIS)] * 3, D("5.00"), MOIS)
    assert [une.verse for une in payees] == [D("3.81"), D("1.19"), D("0.00")]


def test_a_table_that_caps_the_base_pays_back_less(monkeypatch):
    serie = baremes.baremes()["sans_gluten"]
    sur_la_base = replace(serie, valeurs=tuple({**une, "plafond_sur": "base"} for une in serie.valeurs))
    monkeypatch.setattr(baremes, "baremes", lambda: {"sans_gluten": sur_la_base})
    payees = plafonner([calculer(GALETTE, MOIS)] * 9, D("45.73"), MOIS)
    assert payees[7].verse == D("0.77") and payees[8].verse == 0
    assert plafonner([calculer(replace(GALETTE, quantite=12), MOIS)], D("45.73"), MOIS)[0].verse == D("27.44")


@pytest.mark.parametrize("local", [False, True])
def test_whatever_is_left_of_a_month_base_rate_and_amount_agree(local):
    for cents in range(1, 4574):
        reste = D(cents) / 100
        (payee,) = plafonner([calculer(replace(GALETTE, quantite=20), MOIS, regime_local=local)], reste, MOIS)
        ligne = payee.ligne(MOIS)
        assert payee.verse == reste and sum(etape.effet for etape in expliquer(ligne)) == reste
        assert ligne.motif_taux is MotifTaux.PLAFOND_DU_MOIS


@pytest.mark.parametrize(
    ("mois", "attendu"),
    [(date(2026, 11, 1), "33.54"), (date(2026, 12, 1), "45.73")],
)
def test_a_child_has_the_higher_ceiling_from_the_month_after_their_tenth_birthday(mois, attendu):
    assert plafond(date(2016, 11, 15), mois) == D(attendu)


def test_a_child_born_on_the_first_is_ten_on_the_first():
    assert plafond(date(2016, 11, 1), MOIS) == D("45.73")
