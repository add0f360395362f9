"""Whose name it is: the same, plausible, or another person."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ameli.noyau.saisie.noms import CIVILITES, Identite, Reponse, a_une_lettre_pres, cle, comparer

MEME, PLAUSIBLE, AUTRE = Reponse
LEA = Identite(("Duprat-Lafitte", "Castéra"), ("Léa", "Marie Éléonore"))
DENISE = Identite(("Darrigade", "Labat"), ("Denise",))
JEAN = Identite(("de La Fontaine",), ("Jean-Pierre", "Louis"))


@pytest.mark.parametrize(
    ("nom", "prenom", "attendue"),
    [
        ("DUPRAT LAFITTE", "LEA", MEME), ("CASTERA", "LEA", MEME), ("castéra", "Léa", MEME), ("DUPRAT–LAFITTE", "LEA", MEME),
        ("CASTERA", "LEA MARIE ELEONORE", MEME), ("MME CASTERA", "LEA", MEME), ("MLLE CASTERA", "LEA", MEME), ("M OU MME CASTERA", "LEA", MEME),
        ("MME CASTERA LEA", "LEA", MEME), ("Madame Castéra", "Mme Léa", MEME), ("CASTERA NEE DUPRAT LAFITTE", "LEA", MEME),
        ("MME LEA CASTERA NÉE DUPRAT-LAFITTE", "LEA", MEME), ("CASTERA EPOUSE DUPRAT LAFITTE", "LEA", MEME),
        ("CASTERA", "MARIE ELEONORE", PLAUSIBLE), ("CASTERA DUPRAT LAFITTE", "LEA", PLAUSIBLE), ("CASTERRA", "LEA", PLAUSIBLE),
        ("LEA", "CASTERA", PLAUSIBLE), ("DUPRAT", "LEA", PLAUSIBLE), ("LAFITTE", "LEA", PLAUSIBLE), ("CASTERA", "L", PLAUSIBLE),
        ("MME L CASTERA", "L", PLAUSIBLE), ("CASTERA", "L. M.", PLAUSIBLE), ("CASTERA", "", PLAUSIBLE), ("CASTERA", "LEA OU PAUL", PLAUSIBLE),
        ("M CASTERA PAUL OU MME CASTERA LEA", "LEA", PLAUSIBLE), ("CASTERA OU MARTIN", "LEA", PLAUSIBLE),
        ("CASTERA", "PAUL", AUTRE), ("CASTERA", "P", AUTRE), ("CASTERA", "LEO", AUTRE), ("DUPONT", "LEA", AUTRE), ("M CASTERA", "PAUL", AUTRE),
        ("CASTERA NEE MARTIN", "LEA", AUTRE), ("MARTIN NEE CASTERA", "LEA", AUTRE), ("MME", "LEA", AUTRE), ("", "", AUTRE), ("LEA", "LEA", AUTRE),
    ],
)  # fmt: skip
def test_a_holder_is_the_person_perhaps_or_somebody_else(nom, prenom, attendue):
    assert comparer(nom, LEA, prenom) is attendue


@pytest.mark.parametrize(
    ("nom", "prenom", "attendue"),
    [
        ("MME DARRIGADE", "DENISE", MEME), ("DARRIGADE NEE LABAT", "DENISE", MEME), ("LABAT EP DARRIGADE", "DENISE", MEME),
        ("DARRIGADE NEE LABAT DENISE", "DENISE", MEME), ("M ET MME DARRIGADE", "DENISE", MEME), ("DARRIGADE", "D", PLAUSIBLE),
        ("M DARRIGADE", "HENRI", AUTRE),
    ],
)  # fmt: skip
def test_the_name_of_birth_may_follow_that_of_use(nom, prenom, attendue):
    assert comparer(nom, DENISE, prenom) is attendue


@pytest.mark.parametrize(
    ("nom", "prenom", "attendue"),
    [
        ("DE LA FONTAINE", "JEAN PIERRE", MEME), ("DELAFONTAINE", "JEANPIERRE", MEME), ("M DE LA FONTAINE", "JEAN-PIERRE LOUIS", MEME),
        ("LA FONTAINE", "JEAN PIERRE", PLAUSIBLE), ("FONTAINE", "JEAN PIERRE", PLAUSIBLE), ("DE LA FONTAINE", "J P", PLAUSIBLE),
        ("DE LA FONTAINE", "J-P.", PLAUSIBLE), ("DE LA FONTAINE", "JP", PLAUSIBLE), ("DE LA FONTAINE", "LOUIS", PLAUSIBLE),
        ("DE LA", "JEAN PIERRE", AUTRE), ("DE LA TOUR", "JEAN PIERRE", AUTRE),
    ],
)  # fmt: skip
def test_particles_and_compounds_are_manners_of_writing(nom, prenom, attendue):
    assert comparer(nom, JEAN, prenom) is attendue


@pytest.mark.parametrize(
    ("ecrit", "registre"),
    [
        ("Lukasiewicz", "Łukasiewicz"), ("Sorensen", "Sørensen"), ("Dordevic", "Đorđević"), ("THORSSON", "Þórsson"), ("GROSS", "Groß"),
        ("Lecoeur", "Lecœur"), ("D'Estienne Élan", "D’ESTIENNE-ELAN"), ("ST PIERRE", "Saint-Pierre"), ("STE CROIX", "Sainte-Croix"),
        ("Maitre", "Maître"), ("Veuve", "Veuve"), ("OU", "Ou"), ("e\u0301lan", "Élan"), ("Du\u200bprat", "Duprat"), ("Œ", "OE"),
    ],
)  # fmt: skip
def test_a_name_alone_is_enough_where_no_given_name_is_asked(ecrit, registre):
    assert comparer(ecrit, Identite((registre,), ("Léa",))) is MEME


def test_given_names_may_stand_with_a_name_that_is_asked_alone():
    assert comparer("Léa Castéra", LEA) is comparer("CASTERA LEA", LEA) is MEME
    assert comparer("Paul Castéra", LEA) is AUTRE
    assert comparer("Léa", LEA) is comparer("", LEA) is comparer("-", LEA) is AUTRE


@pytest.mark.parametrize(
    ("nom", "prenom", "attendue"),
    [
        ("MME CASTERA LEA MARIE E", "LEA", PLAUSIBLE), ("MME DUPRAT LAFITTE LE", "LEA", PLAUSIBLE), ("DUPRAT-LAFITTE-CAST", "LEA", PLAUSIBLE),
        ("DUPRAT LAFITT", "LEA MARIE", PLAUSIBLE), ("DUPRAT LAFITTE", "MAR", AUTRE), ("DUPRAT LAFITTE", "LEA MAR", PLAUSIBLE),
        ("M MARTIN PAUL OU MME CASTERA L", None, PLAUSIBLE), ("CASTERA LEA NEE DUPR", "LEA", PLAUSIBLE), ("MME LEA CASTERA EPOU", "", PLAUSIBLE),
        ("MME DUPRAT LAFFONT L", "LEA", AUTRE), ("DUPRAT LAFITTE LE", "PAUL", AUTRE), ("MME CASTERA PAULINE ", "LEA", AUTRE),
        ("MONSIEUR OU MADAME", "", AUTRE), ("CAST", "LEA", AUTRE), ("MARTIN PAUL OU MME L", "LEA", AUTRE),
    ],
)  # fmt: skip
def test_a_name_cut_by_a_bank_is_plausible(nom, prenom, attendue):
    assert comparer(nom, LEA, prenom) is attendue


IMPRIMES = (
    "{nom} {prenom}", "MME {nom} {prenom}", "M. {nom} {prenom}", "MONSIEUR {prenom} {nom}", "M OU MME {nom} {prenom}", "{prenom} {nom}",
    "{nom} NEE {autre} {prenom}", "MME {nom} {prenom} NEE {autre}", "MLLE {nom} EP {autre}", "{nom}-{autre} {prenom}", "{nom} {prenom} OU M XU LI",
)  # fmt: skip
NOMS = st.builds("-".join, st.lists(st.text("ABCDEFGHILMNORSTUZ", min_size=2, max_size=12), min_size=1, max_size=3))


@given(NOMS, NOMS, NOMS, st.sampled_from(IMPRIMES), st.integers(18, 34), st.booleans())
def test_where_the_line_of_a_bank_ends_never_makes_a_holder_somebody_else(
    nom, autre, prenom, imprime, fin, avec_prenom
):
    elle = Identite((nom, autre), (prenom,))
    coupe = imprime.format(nom=nom, autre=autre, prenom=prenom)[:fin]
    assume(comparer(imprime.format(nom=nom, autre=autre, prenom=prenom), elle) is not AUTRE)
    assert comparer(coupe, elle, prenom if avec_prenom else None) is not AUTRE


@given(NOMS, NOMS, NOMS, NOMS, st.sampled_from(IMPRIMES), st.integers(18, 34))
def test_what_a_bank_cut_of_another_person_is_never_the_same(nom, autre, prenom, celui, imprime, fin):
    coupe = imprime.format(nom=nom, autre=autre, prenom=prenom)[:fin]
    elle = Identite((celui,), (prenom,))
    assume(cle(celui) not in cle(coupe))
    assert comparer(coupe, elle) is not MEME


MOTS = st.text("ABCDEFGHIKLNOPQRSTVXYZ", min_size=5, max_size=12)


@given(MOTS, MOTS, st.sampled_from(sorted(CIVILITES)))
def test_a_civility_before_a_name_changes_nothing(nom, prenom, civilite):
    elle = Identite((nom,), (prenom,))
    assert comparer(nom, elle, prenom) is comparer(f"{civilite} {nom}", elle, prenom) is MEME


@given(MOTS, MOTS, MOTS)
def test_another_given_name_is_another_person(nom, prenom, autre):
    attendue = comparer(nom, Identite((nom,), (prenom,)), autre)
    assert (attendue is AUTRE) == (not a_une_lettre_pres(autre, prenom))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_has_an_answer(nom, prenom):
    assert comparer(nom, LEA, prenom) in Reponse
    assert cle(cle(nom)) == cle(nom)


@given(st.text("ABCDEFGHIJ", min_size=4, max_size=12), st.text("ABCDEFGHIJ", min_size=4, max_size=12))
def test_likeness_by_one_letter_does_not_depend_on_the_order(a, b):
    assert a_une_lettre_pres(a, b) == a_une_lettre_pres(b, a)


def test_given_names_of_the_registry_are_parted_by_commas_or_else_by_spaces():
    assert Identite.de(("Duprat", ""), "Léa, Marie Éléonore").prenoms == ("Léa", "Marie Éléonore")
    assert Identite.de(("Duprat", ""), "Léa Marie") == Identite(("Duprat",), ("Léa", "Marie"))
