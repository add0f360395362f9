"""Chapter 6 § 3 and § 5: names without accents, and whose account it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ameli.noyau.saisie.noms import Identite, Reponse
from demarches.catalogue.iban.regles import titulaires
from demarches.catalogue.iban.regles.titulaires import Titulaire

LEA = Identite(noms=("Duprat-Lafitte", "Castéra"), prenoms=("Léa", "Marie Éléonore"))


@pytest.mark.parametrize(
    ("saisie", "valeur"),
    [
        ("Éléonore", "ELEONORE"), ("FRANÇOIS", "FRANCOIS"), ("Cœur", "COEUR"), ("Lætitia", "LAETITIA"), ("Strauß", "STRAUSS"),
        ("Muñoz", "MUNOZ"), ("Søren", "SOREN"), ("Łukasz", "LUKASZ"), ("Þóra", "THORA"), ("e\u0301lise", "ELISE"),
        ("d’Artagnan", "D'ARTAGNAN"), ("jean–paul", "JEAN-PAUL"), ("  Le   Goff ", "LE GOFF"), ("Du\u200bprat\u200f", "DUPRAT"),
    ],
)  # fmt: skip
def test_a_name_is_written_as_banks_write_it(saisie, valeur):
    assert titulaires.ecrire(saisie) == valeur
    assert titulaires.lettres_seules(valeur)


@given(st.text(max_size=60))
def test_a_name_once_written_is_not_changed_again(texte):
    valeur = titulaires.ecrire(texte)
    assert titulaires.ecrire(valeur) == valeur


@pytest.mark.parametrize("saisie", ["Duprat2", "Дюпра", "Duprat & fils", "-", "' '", ""])
def test_other_signs_are_seen(saisie):
    assert not titulaires.lettres_seules(titulaires.ecrire(saisie))


def test_one_holder_who_is_the_insured_person_is_enough():
    couple = [Titulaire("MARTIN", "PAUL"), Titulaire("CASTERA", "LEA")]
    assert titulaires.concordance(couple, LEA) is Reponse.MEME
    assert titulaires.concordance([couple[0], Titulaire("CASTERA", "L")], LEA) is Reponse.PLAUSIBLE
    assert titulaires.concordance(couple[:1], LEA) is Reponse.AUTRE


def test_a_plural_civility_is_a_joint_account():
    assert [c.libelle for c in titulaires.Civilite if not c.compte_joint] == ["Madame", "Monsieur"]
    assert [c.libelle for c in titulaires.Civilite if c.compte_joint] == [
        "Madame et Monsieur", "Madame ou Monsieur", "Messieurs", "Mesdames"
    ]  # fmt: skip
