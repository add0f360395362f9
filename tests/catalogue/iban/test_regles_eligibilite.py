"""Chapter 6 § 5, 6 and 9: who may not, and what a person must look at."""

from __future__ import annotations

import pytest

from demarches.catalogue.iban.regles import controle
from demarches.catalogue.iban.regles.eligibilite import Situation, refus


def test_an_ordinary_person_may_change_their_account():
    assert refus(Situation()) is None


@pytest.mark.parametrize(
    ("situation", "mot"),
    [
        (Situation(carte_active=False), "carte Vitale"),
        (Situation(courriel_valide=False), "adresse de courriel"),
        (Situation(majeur_protege=True), "protection"),
        (Situation(compte_gele=True), "gelé"),
    ],
)
def test_each_refusal_says_why_until_when_and_three_ways_out(situation, mot):
    trouve = refus(situation)
    assert trouve is not None
    assert mot in trouve.motif
    assert trouve.jusqu_a
    assert len(trouve.issues) == 3


@pytest.mark.parametrize(
    ("reponse", "alerte"),
    [
        ("concordant", ""),
        ("proche", "banque_proche"),
        ("non_concordant", "banque_non_concordant"),
        ("indisponible", "banque_indisponible"),
        (None, "banque_indisponible"),
        ("autre chose", "banque_indisponible"),
    ],
)
def test_what_the_bank_answers_raises_its_alert(reponse, alerte):
    assert controle.alerte_de_la_banque(reponse) == alerte
    assert not alerte or alerte in controle.ALERTES


def test_the_score_adds_the_reasons_and_a_wrong_holder_is_high_alone():
    assert controle.niveau([]) == "faible"
    assert controle.niveau(["banque_indisponible"]) == "faible"
    assert controle.niveau(["etranger"]) == "moyen"
    assert controle.niveau(["banque_non_concordant"]) == "élevé"
    assert controle.niveau(["etranger", "partage"]) == "élevé"


def test_the_delay_told_is_48_hours_or_five_working_days_when_somebody_must_look():
    assert str(controle.delai_annonce([])) == "48 heures"
    assert str(controle.delai_annonce(["etranger"])) == "5 jours ouvrés"


def test_each_reason_to_refuse_says_what_to_do_next():
    assert set(controle.MOTIFS_DE_REFUS) == {"titulaire", "clos", "injoignable", "fraude"}
    assert all(phrase.count(".") >= 2 for phrase in controle.MOTIFS_DE_REFUS.values())
