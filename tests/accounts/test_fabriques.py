"""The people of the tests are as the product wants them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from stdnum import iban
from stdnum.fr import nir

from accounts.models import Adresse, Assure, CoordonneesBancaires, Personne
from ameli.noyau.journal import auteur
from ameli.noyau.saisie.nir import complet
from tests.fabriques import creer_assure, creer_coordonnees, creer_enfant, iban_d_essai, nir_d_essai

pytestmark = pytest.mark.django_db


def test_practice_numbers_are_valid():
    assert all(
        nir.is_valid(complet(nir_d_essai(naissance=date(1931, 4, 1), departement=lieu))) for lieu in ("40", "2A", "2B")
    )
    assert all(iban.is_valid(iban_d_essai()) for _ in range(30))


def test_no_practice_number_comes_twice_and_none_is_made_up_when_all_are_used():
    numeros = [nir_d_essai("M", date(1931, 2, 1)) for _ in range(2000)]
    assert len(set(numeros)) == len(numeros)
    with pytest.raises(LookupError):
        [nir_d_essai("M", date(1931, 2, 1), departement="19") for _ in range(900)]


def test_a_file_has_address_bank_details_and_card():
    lea = creer_assure()
    assert lea.adresses.count() == lea.coordonnees_bancaires.count() == lea.personne.cartes_vitale.count() == 1
    assert creer_enfant(lea).rang == 2


@pytest.mark.parametrize(
    ("modele", "champs"),
    [
        (Personne, {"nom_usage": "Autre"}),
        (Assure, {"droits_au": "2030-01-01"}),
        (Adresse, {"ligne_1": "1 rue Neuve"}),
        (CoordonneesBancaires, {"titulaire": "UN AUTRE"}),
    ],
)
def test_the_database_refuses_a_change_that_names_no_author(modele, champs):
    creer_assure()
    with pytest.raises((InternalError, ProgrammingError), match="names no author"), transaction.atomic():
        modele._base_manager.update(**champs)
    with auteur("agent:A1", "essai"):
        assert modele._base_manager.update(**champs) == 1


def test_bank_details_cannot_be_inserted_without_an_author():
    lea = creer_assure(iban=None)
    ligne = creer_coordonnees(lea)
    copie = (
        "INSERT INTO accounts_coordonneesbancaires (public_id, assure_id, civilite, titulaire, second_titulaire,"
        " iban, iban_empreinte, bic, banque, demande_le, effet_le, origine, cause)"
        " SELECT 'autre', assure_id, civilite, titulaire, '', iban, '', '', '', demande_le, effet_le, origine, ''"
        " FROM accounts_coordonneesbancaires WHERE id = %s"
    )
    refus = pytest.raises((InternalError, ProgrammingError), match="names no author")
    with connection.cursor() as curseur, refus, transaction.atomic():
        curseur.execute(copie, [ligne.pk])
