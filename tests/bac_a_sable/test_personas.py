"""The practice population: numbers that are right, reserved, unique, and people for every chapter."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from stdnum import iban as norme_iban
from stdnum.fr import nir as norme_nir

from accounts.models import Assure, Beneficiaire, CarteEuropeenne, CarteVitale, Compte, CoordonneesBancaires, Personne
from ameli.bac_a_sable import identites, naissances
from ameli.bac_a_sable.banque import comptes_d_exercice, verifier
from ameli.bac_a_sable.installation import installer
from ameli.bac_a_sable.personas import agents, persona, personas, pour_commencer
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.saisie.nir import complet

CLES_JSON = {
    "nom", "prenom", "nir", "mot_de_passe", "date_naissance", "email", "serie_vitale", "iban", "situation",
}  # fmt: skip


def tous_les_nir() -> list[str]:
    return [qui.nir for une in personas() for qui in (une, *(e for e in une.enfants if not e.identique_a))]


def commande(nom: str, *arguments: str) -> str:
    sortie = StringIO()
    call_command(nom, *arguments, stdout=sortie)
    return sortie.getvalue()


@pytest.mark.django_db
def test_european_cards_stand_on_both_sides_of_the_date_of_renewal():
    installer()
    jour = aujourdhui()
    cartes = CarteEuropeenne.objects.systeme("test").select_related("personne")
    assert {carte.personne.prenom: (carte.fin - jour).days for carte in cartes if carte.valable(jour)} == {
        "Chloé": 45, "Basile": 40, "Thomas": 59, "Marc": 61, "Odette": 63, "Pauline": 250,
    }  # fmt: skip
    assert [(carte.personne.prenom, carte.etat) for carte in cartes if not carte.valable(jour)] == [("Ange", "PERDUE")]


@pytest.mark.django_db
def test_a_family_of_five_covers_a_child_of_three_years():
    installer()
    delphine = Compte.objects.get(email="delphine.lamarque@exemple.fr").assure
    enfants = [b.personne for b in Beneficiaire.objects.de(delphine).select_related("personne").order_by("rang")]
    assert [enfant.prenom for enfant in enfants] == ["Basile", "Jade", "Nino", "Rose"]
    assert enfants[-1].date_naissance == date(2023, 4, 5)


@pytest.mark.parametrize("le", [date(2026, 11, 23), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29)])
def test_carolines_elder_is_fifteen_and_turns_sixteen_in_the_next_month_whenever_it_is_installed(le):
    with time_machine.travel(datetime(le.year, le.month, le.day, 12, tzinfo=UTC)):
        caroline = next(une for une in personas.__wrapped__() if une.cle == "caroline")
    chloe = next(un for un in caroline.enfants if un.prenoms == "Chloé")
    dans = 12 * (chloe.naissance.year + 16 - le.year) + chloe.naissance.month - le.month
    assert dans == 1 and norme_nir.is_valid(complet(chloe.nir))


def test_every_nir_is_valid_reserved_and_unique():
    numeros = tous_les_nir()
    assert len(numeros) == len(set(numeros))
    for numero in numeros:
        assert re.fullmatch(r"[12]\d{4}(\d\d|2[AB])999\d{3}", numero)
        assert norme_nir.is_valid(complet(numero))


@pytest.mark.parametrize(
    ("numero", "cle"),
    [
        ("1850540999001", "25"),
        ("2900640999014", "24"),
        ("2140940999033", "91"),
        ("177102A999008", "87"),
        ("288032B999015", "85"),
    ],
)
def test_the_keys_are_those_of_the_catalogue(numero: str, cle: str):
    assert complet(numero) == numero + cle
    assert numero in tous_les_nir()


def test_every_iban_is_valid_and_unique_and_that_of_lea_ends_as_in_the_pictures():
    ibans = [une.iban for une in personas() if une.iban] + [compte["iban"] for compte in comptes_d_exercice()]
    assert len(ibans) == len(set(ibans))
    for numero in ibans:
        assert norme_iban.is_valid(numero)
        if numero.startswith("FR") and numero[4:25].isdigit():
            assert identites.cle_rib(numero[4:9], numero[9:14], numero[14:25]) == numero[25:]
    assert persona("lea").iban.endswith("705")


def test_contacts_are_fictional_and_unique():
    assert all(re.fullmatch(r"063998\d{4}", une.telephone) for une in personas())
    assert all(re.fullmatch(r"[a-z.-]+@exemple\.fr", qui.email) for qui in (*personas(), *agents()))
    for champ in ("telephone", "email", "serie", "cle"):
        valeurs = [getattr(une, champ) for une in personas()]
        assert len(valeurs) == len(set(valeurs))
    assert all(re.fullmatch(r"(\d{10})?", une.serie) for une in personas())


def test_the_password_follows_the_rules_of_chapter_3_for_everybody():
    for une in personas():
        mot = une.mot_de_passe
        assert 8 <= len(mot) <= 50 and mot.isascii() and re.search("[a-z]", mot) and re.search("[A-Z]", mot)
        assert re.search(r"\d", mot) and " " not in mot and not re.search(r"(.)\1\1|1234|azerty", mot)
        assert (
            identites.sans_accent(une.nom) not in mot.upper() and identites.sans_accent(une.prenom) not in mot.upper()
        )


def test_every_chapter_has_its_person():
    assert sorted(pour_commencer()) == list(range(1, 22))
    for chapitre, une in pour_commencer().items():
        assert chapitre in une.chapitres


def test_personas_prints_one_json_list_and_nothing_else():
    liste = json.loads(commande("personas", "--format", "json"))
    assert len(liste) >= 14
    assert all(CLES_JSON <= set(ligne) for ligne in liste)
    assert liste[0]["prenom"] == "Léa" and len(liste[0]["nir"]) == 13 and liste[0]["date_naissance"] == "1990-06-06"
    newcomer = next(ligne for ligne in liste if ligne["prenom"] == "Hugo")
    assert newcomer["mot_de_passe"] == "" and newcomer["serie_vitale"] and newcomer["iban"]
    assert {agent["matricule"] for agent in json.loads(commande("personas", "--agents", "--format", "json"))} == {
        "LANDES-01", "LANDES-02", "GIRONDE-01", "MEDECIN-01",
    }  # fmt: skip


def test_the_table_of_personas_says_what_each_is_good_for():
    texte = commande("personas")
    assert "Bon pour" in texte and "2 90 06 40 999 014" in texte.replace("\xa0", " ").replace("\u202f", " ")
    assert "LANDES-01" in commande("personas", "--agents")


@pytest.mark.django_db
def test_installation_happens_once_and_then_costs_one_query(django_assert_num_queries):
    assert installer() is True
    avant = Personne.objects.count()
    with django_assert_num_queries(1):
        assert installer() is False
    assert Personne.objects.count() == avant == len(tous_les_nir()) + len(naissances.DECLARES)


@pytest.mark.django_db
def test_the_database_holds_the_situations_that_the_file_tells():
    installer()
    lea = Compte.objects.get(email="lea.duprat@exemple.fr")
    assert lea.check_password("Bonjour-Landes-2026")
    assert lea.email_valide_le is not None
    assert [str(b) for b in Beneficiaire.objects.de(lea.assure).order_by("rang")] == ["Zoé Duprat", "Tom Duprat"]
    assert not Compte.objects.filter(assure__personne__nom_naissance="Ferrand").exists()
    assert not CoordonneesBancaires.objects.systeme("test").filter(assure__personne__nom_naissance="Diarra").exists()
    assert CarteVitale.objects.get(personne__nom_naissance="Santoni").etat == "PERDUE"
    assert Assure.objects.systeme("test").get(personne__nom_naissance="Capdeville").majeur_protege
    assert Compte.objects.get(identifiant="GIRONDE-01").agent.caisse.code == "331"


@pytest.mark.django_db
def test_rights_run_around_the_day_of_installation_except_the_closed_ones():
    installer()
    for assure in Assure.objects.systeme("test").select_related("personne").order_by("pk"):
        assert assure.droits_ouverts(aujourdhui()) is (assure.personne.nom_naissance != "Lesbats")


@pytest.mark.parametrize(
    ("iban", "titulaire", "resultat"),
    [
        ("FR76 3000 4001 2300 0012 3456 705", "DUPRAT LEA", "concordant"),
        ("FR7630004009990000000010192", "DUPRAT LEA", "proche"),
        ("FR7630004009990000000020280", "DUPRAT LEA", "non_concordant"),
        ("FR7630004009990000000030368", "DUPRAT LEA", "indisponible"),
        ("FR7613335000400897010091705", "Duprat Léa", "concordant"),
        ("FR7613335000400897010091705", "DUPRAT LUCIE", "proche"),
        ("FR7613335000400897010091705", "LAFITTE MARC", "non_concordant"),
        ("BE68539007547034", "LAFITTE MARC", "non_concordant"),
    ],
)
def test_the_bank_answers_by_account_and_by_name(iban: str, titulaire: str, resultat: str):
    assert verifier({"iban": iban, "titulaire": titulaire})["resultat"] == resultat
