"""The doorbell rings after the commit, once; a broker that is away loses nothing and delays nobody."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import transaction

from ameli.noyau import echeances, envois, horloge
from ameli.noyau.courtier import options_du_courtier, url_du_courtier
from ameli.noyau.processus import Genre
from ameli.noyau.sonnette import sonner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file():
    """The length of Celery's queue in the tests' own Redis."""
    client = redis.Redis.from_url(settings.CONFIGURATION["REDIS_URL"])
    client.delete("celery")
    yield lambda: client.llen("celery")
    client.delete("celery")
    client.close()


def test_what_is_due_now_rings_once_per_transaction_after_the_commit(file):
    with transaction.atomic():
        for n in range(3):
            echeances.planifier("mesure", objet="", du_le=horloge.maintenant(), cle=f"e{n}")
            envois.deposer_sms(a="0639981234", texte="bonjour", cle=f"s{n}")
        assert file() == 0
    assert file() == 2


def test_what_is_due_later_does_not_ring(file):
    with transaction.atomic():
        echeances.planifier("mesure", objet="", du_le=horloge.maintenant() + timedelta(hours=48), cle="e")
    assert file() == 0


def test_a_change_that_is_undone_does_not_ring(file):
    with pytest.raises(RuntimeError), transaction.atomic():
        echeances.planifier("mesure", objet="", du_le=horloge.maintenant(), cle="e")
        raise RuntimeError
    assert file() == 0


def test_a_broker_that_is_away_is_not_an_error_and_does_not_make_people_wait():
    isolee = Celery("isolee", broker="redis+socket:///nulle/part.sock?virtual_host=0", set_as_current=False)
    isolee.conf.broker_transport_options = options_du_courtier(Genre.WEB)

    @isolee.task(name="isolee")
    def tache():
        """Never runs."""

    debut = time.monotonic()
    assert sonner(tache) is False
    assert time.monotonic() - debut < 3


@pytest.mark.parametrize(
    ("redis_url", "courtier"),
    [
        ("unix:///run/ameli/redis.sock?db=3", "redis+socket:///run/ameli/redis.sock?virtual_host=3"),
        ("unix:///run/ameli/redis.sock", "redis+socket:///run/ameli/redis.sock?virtual_host=0"),
        ("redis://:secret@redis:6379/1", "redis://:secret@redis:6379/1"),
    ],
)
def test_celery_reads_the_same_address_as_the_cache(redis_url, courtier):
    assert url_du_courtier(redis_url) == courtier
