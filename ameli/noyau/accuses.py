"""A worker whose answer Redis did not hear goes on listening.

A worker takes one ring at a time and tells Redis when it has served it. Kombu counts a ring as held until Redis has heard
so: one timeout at that very moment, and the worker waits for ever for a ring that it has already served. Here it counts
the ring as served. Redis, which does not know, gives it again after `visibility_timeout`: one sweep more, no harm.
"""

from __future__ import annotations

from kombu.transport import redis, virtual


class SonneriesTenues(redis.QoS):
    """The rings that this worker holds; an answer that failed is still raised, for Celery to log."""

    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)
        except Exception:
            virtual.QoS.ack(self, delivery_tag)
            raise

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        try:
            super().reject(delivery_tag, requeue)
        except Exception:
            virtual.QoS.ack(self, delivery_tag)
            raise


def brancher() -> None:
    """Have every connection to the broker count so. (A transport of our own cannot be named in a `redis+socket://` address.)"""
    redis.Channel.QoS = SonneriesTenues
