"""Two clocks: one that the sandbox can push forward, one that nobody touches."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.checks import run_checks
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from ameli.noyau import horloge
from ameli.noyau.models import Decalage
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db


def test_both_clocks_agree_until_someone_shifts_one():
    assert horloge.decalage() == timedelta(0)
    assert abs(horloge.maintenant() - horloge.temps_reel()) < timedelta(seconds=5)
    assert horloge.maintenant().tzinfo is UTC


def test_the_shift_moves_the_domain_clock_only():
    horloge.regler_decalage(timedelta(hours=48))
    assert horloge.maintenant() - horloge.temps_reel() > timedelta(hours=47, minutes=59)
    assert abs(horloge.temps_reel() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_shift_is_rounded_up_so_that_a_due_date_is_really_reached():
    horloge.regler_decalage(timedelta(seconds=1, microseconds=1))
    assert horloge.decalage() == timedelta(seconds=2)


def test_the_clock_never_goes_back():
    horloge.regler_decalage(timedelta(hours=2))
    with pytest.raises(horloge.RetourEnArriere):
        horloge.regler_decalage(timedelta(hours=1))
    assert horloge.decalage() == timedelta(hours=2)


def test_only_putting_it_right_again_brings_it_back():
    horloge.regler_decalage(timedelta(hours=2))
    horloge.remettre_a_l_heure()
    assert horloge.decalage() == timedelta(0)


def test_the_database_itself_refuses_a_clock_that_is_late():
    with pytest.raises(IntegrityError), transaction.atomic():
        Decalage.objects.create(pk=1, secondes=-1)


def test_the_database_holds_one_shift_only():
    with pytest.raises(IntegrityError), transaction.atomic():
        Decalage.objects.create(pk=2, secondes=1)


def test_the_offset_is_read_once_in_a_request_and_only_if_somebody_asks():
    def vue(request):
        horloge.maintenant()
        horloge.aujourdhui()

    with requetes() as vues:
        horloge.PorteeHorloge(lambda request: None)(RequestFactory().get("/"))
    assert vues == []
    with requetes() as vues:
        horloge.PorteeHorloge(vue)(RequestFactory().get("/"))
    assert len(vues) == 1


def test_a_new_shift_is_seen_at_once_by_the_request_that_made_it():
    with horloge.portee():
        assert horloge.decalage() == timedelta(0)
        horloge.regler_decalage(timedelta(days=1))
        assert horloge.decalage() == timedelta(days=1)


def test_two_requests_do_not_share_what_they_read():
    with horloge.portee():
        assert horloge.decalage() == timedelta(0)
        Decalage.objects.create(pk=1, secondes=60)
        assert horloge.decalage() == timedelta(0)
    with horloge.portee():
        assert horloge.decalage() == timedelta(seconds=60)


def test_in_production_the_shift_is_neither_read_nor_written(settings):
    Decalage.objects.create(pk=1, secondes=3600)
    settings.BAC_A_SABLE = False
    with requetes() as vues:
        assert horloge.decalage() == timedelta(0)
    assert vues == []
    with pytest.raises(horloge.HorlogeFixe):
        horloge.regler_decalage(timedelta(hours=1))


def test_a_production_database_with_a_shifted_clock_does_not_pass_the_deployment_check(settings):
    settings.BAC_A_SABLE = False
    assert "noyau.E002" not in [faute.id for faute in run_checks(include_deployment_checks=True, tags=["security"])]
    Decalage.objects.create(pk=1, secondes=3600)
    assert "noyau.E002" in [faute.id for faute in run_checks(include_deployment_checks=True, tags=["security"])]


@time_machine.travel(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), tick=False)
def test_today_is_the_day_in_paris():
    assert horloge.aujourdhui() == date(2027, 1, 1)
