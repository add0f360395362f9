"""When two covers of one person stand in each other's way: rules without a database, then the file that is asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.dossier import complementaires
from accounts.dossier.chevauchement import Periode, chercher, resoluble_en_ligne
from accounts.informations import famille
from accounts.informations.securite import copie_comptes
from accounts.models import Beneficiaire, Caisse, LiaisonComplementaire, OrganismeComplementaire, Personne
from ameli.noyau.calendrier import PARIS
from ameli.noyau.journal import auteur
from ameli.noyau.models import Entree
from tests.fabriques import creer_assure, creer_complementaire, creer_enfant

JOUR = date(2026, 11, 23)
LE = datetime(2026, 11, 23, 9, 12, tzinfo=PARIS)
THERMES = Periode("t", "Thermes", date(2023, 7, 1))
ENTREPRISES = Periode("e", "Entreprises", date(2026, 9, 1))


def trouve(*periodes: Periode, jour: date = JOUR):
    conflit = chercher(periodes, jour)
    return conflit and ({une.cle for une in conflit.periodes}, conflit.depuis)


def test_an_old_cover_left_open_and_a_new_one_meet_from_the_first_day_of_the_new_one():
    assert trouve(THERMES, ENTREPRISES) == ({"t", "e"}, date(2026, 9, 1))


def test_a_cover_that_ends_the_day_before_the_other_begins_is_in_nobodys_way():
    ancienne = Periode("t", "Thermes", date(2023, 7, 1), date(2026, 8, 31))
    assert trouve(ancienne, ENTREPRISES) is None
    assert trouve(ancienne, ENTREPRISES, jour=date(2026, 8, 1)) is None


def test_one_common_day_that_has_passed_asks_nothing_and_one_that_has_not_does():
    ancienne = Periode("t", "Thermes", date(2023, 7, 1), date(2026, 9, 1))
    assert trouve(ancienne, ENTREPRISES) is None
    assert trouve(ancienne, ENTREPRISES, jour=date(2026, 9, 1)) == ({"t", "e"}, date(2026, 9, 1))


def test_an_overlap_to_come_is_told_before_it_begins():
    future = Periode("f", "Pins", date(2027, 1, 1))
    assert trouve(THERMES, future) == ({"t", "f"}, date(2027, 1, 1))


def test_two_contracts_of_one_organism_are_one_cover():
    renouvele = Periode("t2", "Thermes", date(2026, 1, 1))
    assert trouve(THERMES, renouvele) is None
    assert trouve(THERMES, renouvele, ENTREPRISES) == ({"t", "t2", "e"}, date(2026, 9, 1))


def test_three_organisms_are_all_shown_and_a_fourth_that_meets_nobody_is_not():
    tiers = Periode("g", "Gaves", date(2026, 10, 1))
    fini = Periode("x", "Bois", date(2020, 1, 1), date(2023, 6, 30))
    assert trouve(THERMES, ENTREPRISES, tiers, fini) == ({"t", "e", "g"}, date(2026, 9, 1))


def test_a_cover_that_ends_before_it_begins_counts_for_nothing():
    assert trouve(THERMES, Periode("v", "Pins", date(2027, 3, 1), date(2027, 2, 1))) is None


def test_four_people_choose_online_and_five_do_not_nor_anybody_with_the_solidaire():
    un = chercher([THERMES, ENTREPRISES], JOUR)
    assert un is not None
    assert resoluble_en_ligne([un] * 4)
    assert not resoluble_en_ligne([un] * 5)
    assert not resoluble_en_ligne([])
    solidaire = chercher([THERMES, Periode("s", "Caisse", date(2026, 11, 1), solidaire=True)], JOUR)
    assert solidaire is not None and not resoluble_en_ligne([un, solidaire])


# What holds whatever the covers

jours = st.dates(date(2024, 1, 1), date(2028, 1, 1))
fins = st.one_of(st.none(), jours)
periodes = st.lists(st.builds(Periode, st.uuids(), st.sampled_from("ABCD"), jours, fins), max_size=6)


def payeurs(lesquelles: list[Periode], jour: date) -> set:
    return {une.organisme for une in lesquelles if une.du <= jour and (une.au is None or jour <= une.au)}


@given(periodes, jours)
def test_there_is_a_conflict_exactly_when_some_day_to_come_has_two_organisms(lesquelles, jour):
    bornes = {jour, *(une.du for une in lesquelles if une.du > jour)}
    assert (chercher(lesquelles, jour) is not None) == any(len(payeurs(lesquelles, un)) > 1 for un in bornes)


@given(periodes, jours)
def test_a_conflict_names_two_organisms_at_least_and_begins_on_a_day_that_has_two(lesquelles, jour):
    conflit = chercher(lesquelles, jour)
    if conflit is not None:
        assert len(conflit.organismes) >= 2
        assert len(payeurs(list(conflit.periodes), conflit.depuis)) >= 2
        assert all(une.au is None or une.au >= jour for une in conflit.periodes)


@given(periodes, jours, st.randoms())
def test_the_order_of_the_rows_changes_nothing(lesquelles, jour, hasard):
    melangees = hasard.sample(lesquelles, len(lesquelles))
    assert chercher(melangees, jour) == chercher(lesquelles, jour)


@given(periodes, jours, st.integers(1, 900))
def test_with_time_a_conflict_ends_and_none_appears(lesquelles, jour, plus):
    if chercher(lesquelles, jour) is None:
        assert chercher(lesquelles, jour + timedelta(days=plus)) is None


# The file that is asked


@pytest.fixture
def sylvie(db):
    return creer_assure("Sylvie", "Pouydebat")


def deux(assure, pour=None):
    creer_complementaire(assure, "Mutuelle des Thermes", pour=pour, du=date(2023, 7, 1))
    return creer_complementaire(assure, "Santé des Entreprises", pour=pour, du=date(2026, 9, 1), collectif=True)


def test_conflicts_of_a_file_name_each_person_in_the_order_of_the_file(sylvie, django_assert_num_queries):
    enzo = creer_enfant(sylvie, "Enzo")
    deux(sylvie, enzo)
    deux(sylvie)
    with django_assert_num_queries(2):
        conflits = complementaires.conflits(sylvie, JOUR)
        assert [str(un.personne) for un in conflits] == ["Sylvie Pouydebat", "Enzo Pouydebat"]
        assert [un.depuis for un in conflits] == [date(2026, 9, 1)] * 2
        assert [o.nom for o in conflits[0].organismes] == ["Mutuelle des Thermes", "Santé des Entreprises"]


def test_nobody_who_died_and_nobody_of_whom_nothing_is_said_is_in_conflict(sylvie):
    parti, tu = creer_enfant(sylvie, "Tom"), creer_enfant(sylvie, "Ana")
    deux(sylvie, parti)
    deux(sylvie, tu)
    with auteur("systeme:données d'essai"):
        Personne.objects.filter(pk=parti.personne_id).update(date_deces=JOUR)
    Beneficiaire.objects.de(sylvie).filter(pk=tu.pk).update(silence_le=LE)
    assert complementaires.conflits(sylvie, JOUR) == ()


def test_the_cover_of_a_child_in_the_other_parents_file_is_neither_compared_nor_read(sylvie):
    tom, marc = creer_enfant(sylvie, "Tom"), creer_assure("Marc", "Duprat")
    chez_marc = Beneficiaire.objects.create(
        assure=marc, personne=tom.personne, rang=2, lien="ENFANT", droits_du=date(2020, 1, 1), parent_referent=False
    )
    creer_complementaire(sylvie, "Mutuelle des Gaves", pour=tom)
    creer_complementaire(marc, "Prévoyance des Pins", pour=chez_marc)
    for assure, seule in ((sylvie, "Mutuelle des Gaves"), (marc, "Prévoyance des Pins")):
        assert complementaires.conflits(assure, JOUR) == ()
        assert [une.organisme.nom for une in complementaires.lire(assure, JOUR)[tom.personne_id]] == [seule]
        enfant = famille.lire(assure, LE)[1]
        assert (enfant.mutuelle, enfant.mutuelles) == (seule, 1)
        copie = next(une for une in copie_comptes.contribuer(assure) if une.titre == "Complémentaires")
        assert [ligne["organisme"] for ligne in copie.lignes] == [seule]


def test_one_who_asks_again_for_the_same_days_changes_its_row_and_makes_no_other(sylvie):
    gaves = complementaires.organisme_nomme("Mutuelle des Gaves")
    ouvrir = {"du": date(2026, 1, 1), "le": LE, "acteur": "systeme:organisme complémentaire"}
    premiere = complementaires.ouvrir(sylvie, sylvie.personne, gaves, **ouvrir)
    seconde = complementaires.ouvrir(sylvie, sylvie.personne, gaves, **ouvrir, numero="G-1")
    assert premiere == seconde
    assert LiaisonComplementaire.objects.de(sylvie).get().numero == "G-1"
    assert Entree.objects.filter(genre="complementaire.ouverte", assure_ref=sylvie.public_id).count() == 2


def test_a_cover_of_somebody_who_is_not_in_the_file_is_refused(sylvie):
    with pytest.raises(complementaires.PersonneInconnue):
        complementaires.ouvrir(
            sylvie,
            creer_assure().personne,
            complementaires.organisme_nomme("X"),
            du=JOUR,
            le=LE,
            acteur="systeme:organisme complémentaire",
        )
    assert not LiaisonComplementaire.objects.de(sylvie).exists()


def test_the_chosen_organism_is_told_again_and_the_other_set_aside(sylvie):
    choisie = deux(sylvie)
    assert complementaires.choisir(sylvie, {sylvie.personne: choisie.organisme}, le=LE, acteur="horloge", cause="DEM-1")
    assert complementaires.conflits(sylvie, JOUR) == ()
    ancienne, neuve = complementaires.lire(sylvie, JOUR)[sylvie.personne_id]
    assert (ancienne.ecartee_le, ancienne.transmission) == (LE, False)
    assert (neuve.ecartee_le, neuve.transmission) == (None, True)


def test_an_organism_that_was_struck_off_or_has_no_cover_left_cannot_be_chosen(sylvie):
    choisie = deux(sylvie)
    geste = {"le": LE, "acteur": "horloge", "cause": "DEM-1"}
    OrganismeComplementaire.objects.filter(pk=choisie.organisme_id).update(radie_le=JOUR)
    choisie.organisme.refresh_from_db()
    assert not complementaires.choisir(sylvie, {sylvie.personne: choisie.organisme}, **geste)
    assert not complementaires.choisir(sylvie, {sylvie.personne: complementaires.organisme_nomme("Autre")}, **geste)
    assert len(complementaires.conflits(sylvie, JOUR)) == 1


def test_an_end_closes_the_conflict(sylvie):
    ancienne = deux(sylvie).assure.liaisons_complementaires.order_by("du").first()
    complementaires.clore(ancienne, au=date(2026, 8, 31), le=LE, acteur="systeme:organisme complémentaire", cause="fin")
    assert complementaires.conflits(sylvie, JOUR) == ()


def test_the_caisse_is_one_organism_however_often_it_is_asked(sylvie):
    caisse = Caisse.objects.get(pk=sylvie.caisse_id)
    assert complementaires.organisme_de(caisse) == complementaires.organisme_de(caisse)
    assert complementaires.organisme_de(caisse).solidaire
