"""A ring that was served is let go, even when Redis does not hear so."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from kombu.transport import redis as transport
from kombu.transport import virtual
from redis.exceptions import TimeoutError as Muet

import ameli.celery
from ameli.noyau.accuses import SonneriesTenues


class CanalMuet:
    """A channel behind which Redis does not answer."""

    unacked_key, unacked_index_key = "tenues", "dates"
    do_restore = False

    @contextmanager
    def conn_or_acquire(self, client=None):
        raise Muet("Timeout reading from socket")
        yield


@pytest.fixture
def tenues() -> SonneriesTenues:
    """One ring is held, as many as a worker may."""
    tenues = SonneriesTenues(CanalMuet(), prefetch_count=1)
    virtual.QoS.append(tenues, "a ring", "b7")
    assert not tenues.can_consume()
    return tenues


@pytest.mark.parametrize(
    "repondre", [lambda t: t.ack("b7"), lambda t: t.reject("b7"), lambda t: t.reject("b7", requeue=True)],
    ids=["served", "refused", "given back"],
)  # fmt: skip
def test_an_answer_that_redis_does_not_hear_is_told_and_the_next_ring_is_taken(tenues, repondre):
    with pytest.raises(Muet):
        repondre(tenues)
    assert tenues.can_consume()


def test_every_worker_counts_so():
    assert ameli.celery.app.connection_for_read().transport.Channel.QoS is SonneriesTenues
    assert transport.Channel.QoS is SonneriesTenues
