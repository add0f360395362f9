"""Redis is a convenience: a cache that may forget and a doorbell that may be missed. Nobody waits for it, nothing fails without it.

What must be right is in PostgreSQL: sessions, limits, codes, what was used once. Nothing may be kept in the cache that must
be forgotten on time: a removal that Redis did not hear leaves the old value there when it comes back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

from ameli.noyau.disjoncteur import Disjoncteur

REPOS = 5.0  # seconds without asking after a failure: less than the ten in which all must be quick again
REDIS = Disjoncteur("redis", REPOS)
MUET = object()


def _ou_sinon(sinon: Any, geste: Callable[..., Any]) -> Callable[..., Any]:
    """`geste`, or `sinon` when Redis does not answer."""

    @wraps(geste)
    def tenter(self: RedisCacheClient, *arguments: Any) -> Any:
        if not REDIS.laisse_passer():
            return sinon
        try:
            rendu = geste(self, *arguments)
        except RedisError as panne:
            REDIS.echouer(panne)
            return sinon
        REDIS.reussir()
        return rendu

    return tenter


class EnJson:
    """How values stand in Redis: plain ones. Django's pickle would run whatever somebody who reached Redis put there."""

    def dumps(self, obj: Any) -> Any:
        return obj if type(obj) is int else json.dumps(obj)  # Redis counts on integers

    def loads(self, data: Any) -> Any:
        try:
            return json.loads(data)
        except ValueError:  # written by somebody else, or by a former version: as good as nothing
            return None


class ClientPatient(RedisCacheClient):
    """Django's; while Redis is away, an empty cache that keeps nothing."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, serializer=EnJson(), **options)

    add = _ou_sinon(False, RedisCacheClient.add)  # who cannot know whether they are the first are not
    set = _ou_sinon(None, RedisCacheClient.set)
    touch = _ou_sinon(False, RedisCacheClient.touch)
    delete = _ou_sinon(False, RedisCacheClient.delete)
    get_many = _ou_sinon({}, RedisCacheClient.get_many)
    has_key = _ou_sinon(False, RedisCacheClient.has_key)
    set_many = _ou_sinon(None, RedisCacheClient.set_many)
    delete_many = _ou_sinon(None, RedisCacheClient.delete_many)
    clear = _ou_sinon(False, RedisCacheClient.clear)
    _lire = _ou_sinon(MUET, RedisCacheClient.get)
    _compter = _ou_sinon(MUET, RedisCacheClient.incr)

    def get(self, key: Any, default: Any) -> Any:
        lu = self._lire(key, default)
        return default if lu is MUET else lu

    def incr(self, key: Any, delta: int) -> int:
        """Raises ValueError, as for a key that does not exist."""
        compte = self._compter(key, delta)
        if compte is MUET:
            raise ValueError(f"Key {key!r} cannot be counted")
        return compte


class CacheDeConfort(RedisCache):
    """settings.CACHES: Django's Redis cache over `ClientPatient`."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ClientPatient
