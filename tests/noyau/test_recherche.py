"""Things are found by the words that people use, whatever their accents, endings and slips of the keyboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ameli.noyau.recherche import Sujet, index, mots

INDEX = index(
    (
        Sujet("perte", ("Déclarer une carte perdue", "j'ai perdu ma carte")),
        Sujet("carte", ("Commander une carte Vitale",)),
        Sujet("banque", ("Coordonnées bancaires", "rib")),
        Sujet("adresse", ("Changement d’adresse", "déménagé")),
        Sujet("aide", ("C2S", "cmu", "prendre 100 % en charge")),
    )
)


@pytest.mark.parametrize(
    ("phrase", "compris"),
    [
        ("J’ai perdu ma carte", ["perdu", "carte"]),
        ("COORDONNEES", ["coordonnées"]),
        ("mon déménagement", ["déménagé"]),
        ("mes cartes", ["carte"]),
        ("vitlae", ["vitale"]),
        ("cordonees bancaire", ["coordonnées", "bancaires"]),
        ("comman", ["commander"]),
        ("C.M.U.", ["cmu"]),
        ("100 %", ["100"]),
        ("carte, carte et CARTES", ["carte"]),
    ],
)
def test_a_word_is_known_whatever_its_accents_its_ending_and_a_slip(phrase, compris):
    assert INDEX.comprendre(phrase) == compris


@pytest.mark.parametrize(
    "phrase", ["", "   ", "je la le", "rob", "rbi", "2 90 06 40 999 014", "Dupont", "<script>", "'; --"]
)
def test_what_names_nothing_here_is_left_out(phrase):
    assert INDEX.comprendre(phrase) == []
    assert INDEX.chercher(INDEX.comprendre(phrase)) == []


def test_the_nearest_comes_first_and_what_is_far_does_not_come():
    assert INDEX.chercher(["perdu", "carte"])[0] == "perte"
    assert INDEX.chercher(["carte", "vitale"]) == ["carte", "perte"]
    assert INDEX.chercher(["commander", "carte", "vitale"]) == ["carte"]


def test_equals_stand_in_the_order_of_the_index():
    deux = index((Sujet("b", ("même chose",)), Sujet("a", ("même chose",))))
    assert deux.chercher(["chose"]) == ["b", "a"]


def test_a_word_of_another_index_finds_nothing():
    assert INDEX.chercher(["licorne"]) == []
    assert index(()).chercher(["carte"]) == [] and index(()).comprendre("carte") == []


@given(st.text(max_size=300))
def test_only_words_of_the_index_come_out_of_any_text(texte):
    ecrits = {ecrit for sujet in INDEX.sujets for phrase in sujet.phrases for ecrit in mots(phrase).values()}
    assert set(INDEX.comprendre(texte)) <= ecrits
