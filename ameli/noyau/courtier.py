"""Celery's broker, from the same REDIS_URL as the cache, and how both check who answers. Read by the settings: nothing of Django here."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from ameli.noyau.processus import Genre


def url_du_courtier(redis_url: str) -> str:
    """REDIS_URL as Celery writes it: `unix:///path?db=1` becomes `redis+socket:///path?virtual_host=1`; others stay."""
    adresse = urlsplit(redis_url)
    if adresse.scheme != "unix":
        return redis_url
    base = parse_qs(adresse.query).get("db", ["0"])[0]
    return f"redis+socket://{adresse.path}?virtual_host={base}"


def tls_de_redis(redis_url: str, autorites: str) -> dict[str, Any]:
    """How redis-py and kombu speak to a `rediss://` server, whose certificate is always checked; empty for others.

    Kombu would check nothing by itself. `autorites`: file of private ones, believed beside those of the machine.
    """
    if urlsplit(redis_url).scheme != "rediss":
        return {}
    siennes = {"ssl_ca_certs": autorites} if autorites else {}
    return {"ssl_cert_reqs": "required", "ssl_check_hostname": True, **siennes}


def options_du_courtier(genre: Genre) -> dict[str, Any]:
    """Short patience everywhere: a ring that is late is rung again, a dead connection must be seen soon.

    A task that a killed worker held comes back after `visibility_timeout` seconds, looked at every
    `unacked_restore_interval` (kombu's default would be every hundred). A sweep lasts far less than that, and
    a second one at the same time does no harm. A page that rings is waited for:
    a first ring takes some fourteen answers of Redis, and all of them together less than three seconds.
    """
    page = genre is Genre.WEB
    return {
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 0.2 if page else 3,
        "socket_connect_timeout": 0.2 if page else 1,
        "socket_keepalive": True,
        "health_check_interval": 10,
        "max_retries": 0 if page else 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
    }
