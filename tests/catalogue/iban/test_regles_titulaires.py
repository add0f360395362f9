"""Chapter 6 § 3 and § 5: names without accents, and whose account it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demarches.catalogue.iban.regles import titulaires
from demarches.catalogue.iban.regles.titulaires import Concordance, Identite, Titulaire
from demarches.catalogue.iban.regles.vitale import lire_serie

LEA = Identite(noms=("Duprat-Lafitte", "Castéra"), prenoms=("Léa", "Marie Éléonore"))


@pytest.mark.parametrize(
    ("saisie", "valeur", "corrige"),
    [
        ("Éléonore", "ELEONORE", True),
        ("FRANÇOIS", "FRANCOIS", True),
        ("Cœur", "COEUR", True),
        ("Lætitia", "LAETITIA", True),
        ("Strauß", "STRAUSS", False),
        ("Muñoz", "MUNOZ", True),
        ("Søren", "SOREN", True),
        ("Łukasz", "LUKASZ", True),
        ("e\u0301lise", "ELISE", True),
        ("d’Artagnan", "D'ARTAGNAN", False),
        ("jean–paul", "JEAN-PAUL", False),
        ("  Le   Goff ", "LE GOFF", False),
    ],
)
def test_a_name_is_written_as_banks_write_it(saisie, valeur, corrige):
    nom = titulaires.ecrire(saisie)
    assert (nom.valeur, nom.corrige) == (valeur, corrige)
    assert nom.lettres_seules


def test_the_correction_is_offered_in_words():
    assert (
        titulaires.proposition([titulaires.ecrire("Éléonore")])
        == "Nous avons retiré les accents : ÉLÉONORE → ELEONORE. Vérifiez puis continuez."
    )


@given(st.text(max_size=60))
def test_a_name_once_written_is_not_corrected_again(texte):
    valeur = titulaires.ecrire(texte).valeur
    assert titulaires.ecrire(valeur).valeur == valeur
    assert not titulaires.ecrire(valeur).lettres_seules or not titulaires.ecrire(valeur).corrige


@pytest.mark.parametrize("saisie", ["Duprat2", "Дюпра", "Duprat & fils", "-", "' '"])
def test_other_signs_are_seen(saisie):
    assert not titulaires.ecrire(saisie).lettres_seules


@pytest.mark.parametrize(
    ("nom", "prenom", "attendu"),
    [
        ("DUPRAT LAFITTE", "LEA", Concordance.EXACTE),
        ("CASTERA", "LEA", Concordance.EXACTE),
        ("castéra", "Léa", Concordance.EXACTE),
        ("CASTERA", "MARIE ELEONORE", Concordance.PROCHE),
        ("CASTERA DUPRAT LAFITTE", "LEA", Concordance.PROCHE),
        ("CASTERRA", "LEA", Concordance.PROCHE),
        ("LEA", "CASTERA", Concordance.PROCHE),
        ("CASTERA", "PAUL", Concordance.AUCUNE),
        ("CASTERA", "LEO", Concordance.AUCUNE),
        ("DUPONT", "LEA", Concordance.AUCUNE),
        ("", "", Concordance.AUCUNE),
    ],
)
def test_the_insured_person_is_looked_for_among_the_holders(nom, prenom, attendu):
    assert titulaires.comparer(Titulaire(nom, prenom), LEA) is attendu


def test_one_holder_who_is_the_insured_person_is_enough():
    couple = [Titulaire("MARTIN", "PAUL"), Titulaire("CASTERA", "LEA")]
    assert titulaires.concordance(couple, LEA) is Concordance.EXACTE
    assert titulaires.concordance(couple[:1], LEA) is Concordance.AUCUNE


@given(st.text("ABCDEFGHIJ", min_size=4, max_size=12), st.text("ABCDEFGHIJ", min_size=4, max_size=12))
def test_likeness_by_one_letter_does_not_depend_on_the_order(a, b):
    assert titulaires._a_une_lettre_pres(a, b) == titulaires._a_une_lettre_pres(b, a)


def test_a_plural_civility_is_a_joint_account():
    assert [c.libelle for c in titulaires.Civilite if not c.compte_joint] == ["Madame", "Monsieur"]
    assert [c.libelle for c in titulaires.Civilite if c.compte_joint] == [
        "Madame et Monsieur", "Madame ou Monsieur", "Messieurs", "Mesdames"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("saisie", "serie"),
    [
        ("1012345678", "1012345678"),
        ("10 1234 5678", "1012345678"),
        ("10123456789", "1012345678"),
        ("40123456788", ""),
        ("101234567", ""),
        ("40123456A8", ""),
        ("٤٠١٢٣٤٥٦٧٨", ""),
    ],
)
def test_a_serial_has_10_digits_and_a_final_9_is_tolerated(saisie, serie):
    assert lire_serie(saisie) == serie
