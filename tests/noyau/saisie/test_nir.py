"""A NIR is read as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ameli.noyau.saisie.nir import complet, lire
from ameli.noyau.saisie.signes import Illisible

PRACTICE = [
    ("1850540999001", "25"),
    ("2900640999014", "24"),
    ("2140940999033", "91"),
    ("177102A999008", "87"),
    ("288032B999015", "85"),
    ("2580199351022", "48"),
]

nirs = st.builds(
    lambda sexe, an, mois, lieu, suite: f"{sexe}{an:02}{mois:02}{lieu}{suite:06}",
    st.sampled_from("12"),
    st.integers(0, 99),
    st.integers(1, 12),
    st.sampled_from(["01", "40", "75", "2A", "2B", "97", "99"]),
    st.integers(1001, 999_999),
)


@pytest.mark.parametrize(("nir", "cle"), PRACTICE)
def test_the_practice_numbers_are_read_with_and_without_their_key(nir, cle):
    assert lire(nir) == lire(nir + cle) == nir
    assert complet(nir) == nir + cle


@given(nirs, st.sampled_from([" ", "", "\u00a0", "\u202f", ".", "-"]), st.booleans())
def test_spaces_and_small_letters_change_nothing(nir, separateur, minuscules):
    tape = separateur.join(complet(nir).lower() if minuscules else complet(nir))
    assert lire(tape) == nir


@given(nirs, st.integers(1, 96))
def test_a_wrong_key_is_refused(nir, ecart):
    juste = int(complet(nir)[13:])
    with pytest.raises(Illisible, match="deux derniers chiffres"):
        lire(f"{nir}{(juste - 1 + ecart) % 97 + 1:02}")


@given(st.text(max_size=40))
def test_any_text_gives_13_characters_or_a_sentence(texte):
    try:
        assert len(lire(texte)) == 13
    except Illisible as faute:
        assert str(faute).endswith(".")


@pytest.mark.parametrize(
    "texte",
    ["", "185054099900", "18505409990012", "9850540999001", "1851540999001", "1A50540999001", "١٨٥٠٥٤٠٩٩٩٠٠١", "abc"],
)
def test_what_is_not_a_number_is_refused(texte):
    with pytest.raises(Illisible):
        lire(texte)
