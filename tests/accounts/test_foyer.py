"""Who is in a file on a day, and what stands in the way of each: one reader, one query."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.dossier import foyer
from accounts.dossier.foyer import Obstacle
from accounts.models import Personne
from ameli.noyau.journal import auteur
from tests.fabriques import creer_enfant
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
JOUR = date(2026, 11, 23)
VEILLE, LENDEMAIN = JOUR - timedelta(days=1), JOUR + timedelta(days=1)


def noms(membres) -> list[str]:
    return [membre.personne.prenom for membre in membres]


def test_the_insured_person_comes_first_then_the_others_by_rank(lea):
    creer_enfant(lea, "Zoé")
    creer_enfant(lea, "Tom")
    lu = foyer.lire(lea, JOUR)
    assert noms(lu.membres) == ["Léa", "Zoé", "Tom"]
    moi, zoe, _ = lu.membres
    assert (moi.soi, moi.rang, moi.lien, moi.nom) == (True, 1, "", "Léa Duprat (vous)")
    assert (zoe.soi, zoe.rang, zoe.lien, zoe.nom, zoe.age) == (False, 2, "enfant", "Zoé Duprat", 12)
    assert lu.de_la_personne(zoe.personne.pk) == zoe and lu.de_la_personne(0) is None
    assert zoe.cle == zoe.personne.public_id and zoe.droits_ouverts and not zoe.obstacles


@pytest.mark.parametrize(
    ("champs", "obstacle"),
    [
        ({"date_naissance": date(2008, 11, 23)}, Obstacle.ADULTE),
        ({"parent_referent": False}, Obstacle.AUTRE_PARENT),
        ({"droits_du": LENDEMAIN}, Obstacle.DROITS_A_VENIR),
        ({"droits_au": VEILLE}, Obstacle.DROITS_FINIS),
        ({"nir": None}, Obstacle.SANS_NUMERO),
        ({"nir": "7140940999123"}, Obstacle.NUMERO_PROVISOIRE),
    ],
)
def test_what_stands_in_the_way_of_somebody_is_said(lea, champs, obstacle):
    creer_enfant(lea, **champs)
    zoe = foyer.lire(lea, JOUR).membres[1]
    assert zoe.obstacles == [obstacle]
    assert zoe.obstacle(list(Obstacle)) is obstacle and zoe.obstacle(set(Obstacle) - {obstacle}) is None
    assert zoe.droits_ouverts is (obstacle not in (Obstacle.DROITS_A_VENIR, Obstacle.DROITS_FINIS))


@pytest.mark.parametrize(
    "champs",
    [{"date_naissance": date(2008, 11, 24)}, {"droits_du": JOUR}, {"droits_au": JOUR}],
    ids=["17 years old", "rights begin today", "rights end today"],
)
def test_the_last_day_without_an_obstacle_has_none(lea, champs):
    creer_enfant(lea, **champs)
    assert foyer.lire(lea, JOUR).membres[1].obstacles == []


def test_the_dead_are_said_to_be_so_before_anything_else(lea):
    zoe = creer_enfant(lea, droits_au=VEILLE, nir=None)
    with auteur("systeme:essai"):
        Personne.objects.filter(pk=zoe.personne_id).update(date_deces=VEILLE)
    zoe = foyer.lire(lea, JOUR).membres[1]
    assert zoe.decede
    assert zoe.obstacles == [Obstacle.DECEDE, Obstacle.DROITS_FINIS, Obstacle.SANS_NUMERO]
    assert zoe.obstacle((Obstacle.SANS_NUMERO, Obstacle.DECEDE)) is Obstacle.DECEDE


def test_who_left_is_not_present_any_more_but_is_still_known(lea):
    creer_enfant(lea, "Zoé", droits_au=VEILLE)
    creer_enfant(lea, "Tom", droits_du=LENDEMAIN)
    lu = foyer.lire(lea, JOUR)
    assert noms(lu.membres) == ["Léa", "Zoé", "Tom"]
    assert noms(lu.presents) == ["Léa", "Tom"]
    assert {rang: une.prenom for rang, une in foyer.de_toujours(lea).items()} == {1: "Léa", 2: "Zoé", 3: "Tom"}
    assert noms(foyer.lire(lea, VEILLE).presents) == ["Léa", "Zoé", "Tom"]


def test_the_insured_person_is_in_their_own_file_when_their_rights_are_over_or_never_began(lea):
    lea.droits_au = VEILLE
    assert noms(foyer.lire(lea, JOUR).presents) == ["Léa"]
    assert foyer.lire(lea, JOUR).membres[0].obstacles == [Obstacle.DROITS_FINIS]
    lea.droits_du = lea.droits_au = None
    assert foyer.lire(lea, JOUR).membres[0].obstacles == [Obstacle.DROITS_A_VENIR]


def test_the_day_is_that_of_paris(lea):
    creer_enfant(lea, droits_au=JOUR)
    assert noms(foyer.lire(lea, datetime(2026, 11, 23, 22, 59, tzinfo=UTC)).presents) == ["Léa", "Zoé"]
    assert noms(foyer.lire(lea, datetime(2026, 11, 23, 23, 0, tzinfo=UTC)).presents) == ["Léa"]


def test_a_family_is_read_in_one_query(lea):
    for rang in range(4):
        creer_enfant(lea, f"Enfant{rang}")
    with requetes() as vues:
        assert len([membre.personne.prenom for membre in foyer.lire(lea, JOUR).membres]) == 5
    assert len(vues) == 1
