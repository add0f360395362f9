"""Several schedulers: what comes once a day comes once, even when none of them lives that long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import Celery

from ameli.noyau import horloge, sante, veille
from ameli.noyau.models import Battement
from ameli.noyau.veille import Veilleur

pytestmark = pytest.mark.django_db


@pytest.fixture
def sonnees(monkeypatch):
    """The tasks that were rung for."""
    vues: list[str] = []
    monkeypatch.setattr(veille, "sonner", lambda tache, **options: vues.append(tache.name) or True)
    monkeypatch.setattr(veille, "_un_ouvrier_travaille", lambda: True)
    monkeypatch.setattr(veille, "close_old_connections", lambda: None)  # the test's own transaction stands on one
    return vues


def planificateur() -> Veilleur:
    app = Celery("essai", set_as_current=False)
    app.conf.update(
        timezone="Europe/Paris",
        beat_schedule={
            "souvent": {"task": "souvent", "schedule": timedelta(seconds=10)},
            "chaque_jour": {"task": "chaque_jour", "schedule": timedelta(hours=24)},
        },
    )

    def rien() -> None:
        """Nobody runs it."""

    for nom in ("souvent", "chaque_jour"):
        app.task(rien, name=nom, shared=False)
    return Veilleur(app)


def sonner_ce_qui_est_du(lui: Veilleur) -> None:
    for entree in list(lui.schedule.values()):
        if entree.is_due()[0]:
            lui.apply_async(entree)


def test_what_was_never_done_is_done_at_once_and_by_one_of_them(sonnees):
    un, deux = planificateur(), planificateur()
    for lui in (un, deux):
        sonner_ce_qui_est_du(lui)
    assert sonnees == ["chaque_jour"]


def test_one_that_starts_again_goes_on_where_the_last_one_was(sonnees):
    Battement.objects.create(nom="tour:chaque_jour", vu_le=horloge.temps_reel() - timedelta(hours=20))
    sonner_ce_qui_est_du(planificateur())
    assert sonnees == []
    Battement.objects.update(vu_le=horloge.temps_reel() - timedelta(hours=25))
    sonner_ce_qui_est_du(planificateur())
    sonner_ce_qui_est_du(planificateur())
    assert sonnees == ["chaque_jour"]


def test_what_is_rung_often_costs_no_query(sonnees, django_assert_num_queries):
    lui = planificateur()
    with django_assert_num_queries(0):
        lui.apply_async(lui.schedule["souvent"])
    assert sonnees == ["souvent"]


def test_a_turn_is_taken_once_in_its_period():
    assert sante.prendre_le_tour("tour:essai", timedelta(hours=1))
    assert not sante.prendre_le_tour("tour:essai", timedelta(hours=1))
    Battement.objects.filter(nom="tour:essai").update(vu_le=horloge.temps_reel() - timedelta(hours=2))
    assert sante.prendre_le_tour("tour:essai", timedelta(hours=1))
