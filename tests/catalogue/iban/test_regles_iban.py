"""Chapter 6 § 4 and § 12: the number and its keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import iban as norme

from demarches.catalogue.iban.regles import banques, iban

CAS = json.loads((Path(__file__).parent / "cas_iban.json").read_text(encoding="utf-8"))
COMPTES = st.tuples(
    st.from_regex(r"[0-9]{5}", fullmatch=True),
    st.from_regex(r"[0-9]{5}", fullmatch=True),
    st.from_regex(r"[0-9A-Z]{11}", fullmatch=True),
).map("".join)


def _iban_francais(compte: str) -> str:
    rib = compte + iban.cle_rib(compte)
    return f"FR{norme.calc_check_digits(f'FR00{rib}')}{rib}"


@pytest.mark.parametrize("cas", CAS, ids=[cas["saisie"].encode("ascii", "replace").decode() for cas in CAS])
def test_each_case_shared_with_the_page_gets_its_verdict_and_its_sentence(cas):
    verdict = iban.controler(cas["saisie"])
    assert (verdict.code, verdict.phrase) == (cas["verdict"], cas["message"])


def test_a_wrong_iso_key_and_a_wrong_rib_key_are_both_refused():
    assert iban.controler("FR76 3000 4001 2300 0012 3456 706").code == "cle"
    assert iban.controler("FR49 3000 4001 2300 0012 3456 706").code == "rib"


@given(COMPTES)
def test_an_account_with_its_two_keys_is_right(compte):
    assert iban.controler(_iban_francais(compte)).juste


@given(COMPTES, st.integers(4, 26), st.sampled_from("0123456789"))
def test_one_digit_changed_is_always_seen(compte, place, chiffre):
    numero = _iban_francais(compte)
    assume(numero[place].isdigit())  # a letter weighs two digits: some exchanges with a digit keep both keys right
    change = numero[:place] + chiffre + numero[place + 1 :]
    assert iban.controler(change).juste == (change == numero)


@given(COMPTES, st.integers(4, 25))
def test_two_neighbours_exchanged_are_always_seen(compte, place):
    numero = _iban_francais(compte)
    change = numero[:place] + numero[place + 1] + numero[place] + numero[place + 2 :]
    assert iban.controler(change).juste == (change == numero)


@given(COMPTES, st.lists(st.sampled_from(" -.\u00a0\u202f\t"), min_size=27, max_size=27))
def test_separators_and_capitals_change_nothing(compte, separateurs):
    numero = _iban_francais(compte)
    saisie = "".join(a + b for a, b in zip(numero.lower(), separateurs, strict=True))
    assert iban.serrer(saisie) == numero
    assert iban.controler(saisie).juste


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_a_sentence(texte):
    assert iban.controler(texte).phrase


@pytest.mark.parametrize("code", sorted(iban.PAYS_SEPA))
def test_the_lengths_of_the_table_are_those_of_the_iban_registry(code):
    forme = dict(norme._ibandb.info(f"{code}00")[0][1])["bban"]
    longueur = 4 + sum(
        int(morceau.split("!")[0]) for morceau in forme.replace("n", " ").replace("a", " ").replace("c", " ").split()
    )
    assert iban.PAYS_SEPA[code][0] == longueur


def test_the_bic_has_8_or_11_characters_and_the_country_of_the_iban():
    assert iban.bic_valide("cobadeff", "DE89370400440532013000")
    assert iban.bic_valide("COBA DE FF XXX", "DE89370400440532013000")
    assert not iban.bic_valide("COBADEFFX", "DE89370400440532013000")
    assert not iban.bic_valide("BNPAFRPP", "DE89370400440532013000")


def test_a_bank_is_named_when_it_is_known():
    assert banques.nommer("FR76 3000 4001 2300 0012 3456 705") == "BNP Paribas"
    assert banques.nommer("FR1420041010050500013M02606") == "La Banque Postale"
    assert banques.nommer("DE89370400440532013000") == "Banque en dehors de la France (Allemagne)"
    assert banques.nommer(_iban_francais("999990000100000000001")) == ""
