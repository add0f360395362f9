"""Rows of people are not read before it is said whose."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import models
from django.test.utils import isolate_apps

from ameli.noyau.horloge import temps_reel
from ameli.noyau.models import Battement
from ameli.noyau.perimetre import PerimetreManager, PerimetreOublie, PerimetreQuerySet

pytestmark = pytest.mark.django_db


class BattementQuerySet(PerimetreQuerySet):
    def _de(self, assure):
        return self.filter(nom=assure)

    def _pour_agent(self, agent):
        return self.filter(nom__startswith=agent.caisse)


@pytest.fixture
def lignes():
    """A kernel table read through a perimeter, as the tables of upper floors are."""
    Battement.objects.bulk_create([Battement(nom=nom, vu_le=temps_reel()) for nom in ("40-a", "40-b", "33-c")])
    return BattementQuerySet(Battement)


LECTURES = {
    "list": list,
    "len": len,
    "bool": bool,
    "count": lambda q: q.count(),
    "exists": lambda q: q.exists(),
    "first": lambda q: q.order_by("pk").first(),
    "get": lambda q: q.get(nom="40-a"),
    "iterator": lambda q: list(q.iterator()),
    "values": lambda q: list(q.values_list("nom", flat=True)),
    "aggregate": lambda q: q.aggregate(models.Max("pk")),
    "in_bulk": lambda q: q.in_bulk([1]),
    "update": lambda q: q.update(nom="x"),
    "delete": lambda q: q.delete(),
    "raw": lambda q: q.raw("SELECT 1"),
    "slice": lambda q: list(q.order_by("pk")[:1]),
    "union": lambda q: list(q.systeme("test").union(q)),
    "ou": lambda q: list(q.systeme("test") | q),
    "et": lambda q: list(q & q.systeme("test")),
}


@pytest.mark.parametrize("lecture", LECTURES)
def test_every_way_to_read_or_change_asks_whose_rows(lignes, lecture):
    with pytest.raises(PerimetreOublie, match=r"\.de\(assure\), \.pour_agent\(agent\) or \.systeme"):
        LECTURES[lecture](lignes.filter(nom__gt=""))


def test_a_person_sees_theirs_an_agent_their_caisse_and_the_machine_everything(lignes):
    assert [b.nom for b in lignes.de("33-c")] == ["33-c"]
    assert lignes.pour_agent(SimpleNamespace(caisse="40")).count() == 2
    assert lignes.systeme("purge de nuit").filter(nom__contains="-").count() == 3


def test_filters_may_come_before_or_after_the_perimeter(lignes):
    assert lignes.filter(nom__contains="c").de("33-c").exists()
    assert not lignes.de("33-c").filter(nom__contains="a").exists()


def test_nobody_sees_nothing(lignes):
    assert list(lignes.de(None)) == []
    assert list(lignes.pour_agent(None)) == []


def test_the_machine_says_why(lignes):
    with pytest.raises(ValueError, match="reason"):
        lignes.systeme(" ")


def test_a_union_of_two_perimeters_is_in_perimeter(lignes):
    assert (lignes.de("33-c") | lignes.de("40-a")).count() == 2


def test_a_model_that_does_not_say_whose_its_rows_are_is_named():
    with pytest.raises(TypeError, match="define _de"):
        PerimetreQuerySet(Battement).de(object())
    with pytest.raises(TypeError, match="define _pour_agent"):
        PerimetreQuerySet(Battement).pour_agent(object())


@isolate_apps("tests")
def test_the_manager_is_guarded_too_and_rows_reached_from_an_instance_are_in_perimeter():
    class Dossier(models.Model):
        class Meta:
            app_label = "tests"

    class Piece(models.Model):
        dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="pieces")
        objects = BattementQuerySet.as_manager()

        class Meta:
            app_label = "tests"

    assert isinstance(Piece.objects, PerimetreManager)
    with pytest.raises(PerimetreOublie):
        list(Piece.objects.all())
    assert type(Piece._base_manager) is models.Manager
    assert Dossier(pk=1).pieces.all()._perimetre == "depuis:tests.dossier"
    assert Dossier(pk=1).pieces.filter(pk=2)._perimetre == "depuis:tests.dossier"
