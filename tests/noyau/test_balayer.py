"""`manage.py balayer --boucle` does without Celery all that Celery does."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from celery import current_app
from django.conf import settings

from ameli.noyau.management.commands import balayer
from ameli.noyau.travaux import TRAVAUX

pytestmark = pytest.mark.django_db
PERIODES = {une["task"]: une["schedule"].total_seconds() for une in settings.CELERY_BEAT_SCHEDULE.values()}
DU_TOUR = {*balayer.DU_TOUR, *TRAVAUX}


@pytest.fixture
def faites(monkeypatch):
    """How often each task of the scheduler was done."""
    faites: Counter[str] = Counter()
    current_app.loader.import_default_modules()
    for nom in PERIODES:
        monkeypatch.setattr(current_app.tasks[nom], "run", lambda nom=nom: faites.update([nom]))
    return faites


def test_the_first_round_does_all_that_the_scheduler_rings_for(faites):
    balayer.Command().un_tour()
    assert set(faites) == set(PERIODES) - DU_TOUR
    assert "accounts.entretenir" in faites


@pytest.mark.parametrize("nom", sorted(set(PERIODES) - DU_TOUR))
def test_each_is_done_again_when_its_time_has_passed_and_not_before(faites, monkeypatch, nom):
    commande, debut = balayer.Command(), time.monotonic()
    for secondes, attendues in ((0, 1), (PERIODES[nom] - 1, 1), (PERIODES[nom] + 1, 2)):
        monkeypatch.setattr(balayer.time, "monotonic", lambda instant=debut + secondes: instant)
        commande.entretenir()
        assert faites[nom] == attendues


def test_the_product_is_checked_once_and_not_at_every_round(faites, monkeypatch):
    demandes = []
    monkeypatch.setattr(current_app.loader, "import_default_modules", lambda: demandes.append(1))
    commande = balayer.Command()
    for _ in range(5):
        commande.un_tour()
    assert demandes == [1] and balayer.Command.requires_system_checks == []
