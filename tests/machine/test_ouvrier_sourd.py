"""The supervisor of the demo starts a deaf worker again; while Redis is away nobody is deaf."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ameli.superviseur import demo
from ameli.superviseur.serveurs import redis_repond


class Enfant(SimpleNamespace):
    def tuer(self) -> None:
        self.tue += 1


@pytest.fixture
def machine(monkeypatch):
    """A demo that runs for an hour, whose worker has heard nothing for as long; `.montre` is its watch, in seconds."""
    une = demo.Demo.__new__(demo.Demo)
    une.env, une.sans_redis, une.montre, une.redis = {"DATABASE_URL": "", "REDIS_URL": ""}, float("-inf"), 3600.0, True
    une.ouvrier, une.horloge = Enfant(age=3600, tue=0), Enfant(age=3600, tue=0)
    monkeypatch.setattr(demo, "silence_de_l_ouvrier", lambda base: 3600.0)
    monkeypatch.setattr(demo, "redis_repond", lambda url: une.redis)
    monkeypatch.setattr(demo.time, "monotonic", lambda: une.montre)
    return une


def test_a_deaf_worker_is_started_again_with_the_scheduler(machine):
    machine._ecouter_l_ouvrier()
    assert (machine.ouvrier.tue, machine.horloge.tue) == (1, 1)


def test_while_redis_is_away_both_are_left_alone_and_have_time_to_hear_again_after(machine):
    machine.redis = False
    for _ in range(30):
        machine._ecouter_l_ouvrier()
        machine.montre += 20
    machine.redis = True
    machine._ecouter_l_ouvrier()
    assert (machine.ouvrier.tue, machine.horloge.tue) == (0, 0)
    machine.montre += demo.SOURD
    machine._ecouter_l_ouvrier()
    assert (machine.ouvrier.tue, machine.horloge.tue) == (1, 1)


def test_an_address_where_nobody_listens_does_not_answer(tmp_path):
    assert not redis_repond(f"unix://{tmp_path}/personne.sock")
