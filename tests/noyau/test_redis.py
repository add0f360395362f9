"""A cache that is away is an empty cache, asked for once in a while; what was ended in PostgreSQL is ended."""

from __future__ import annotations

import json
import pickle
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import OperationalError

from ameli.noyau import disjoncteur
from ameli.noyau.disjoncteur import Disjoncteur
from ameli.noyau.redis import CacheDeConfort
from ameli.noyau.sessions import SessionStore
from tests.fabriques import connecter, creer_assure, creer_compte

OPTIONS = {"OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}}


@pytest.fixture
def muet(tmp_path: Path) -> Iterator[CacheDeConfort]:
    """The cache in front of somebody who takes every call and never answers."""
    chemin = str(tmp_path / "muet.sock")
    with socket.socket(socket.AF_UNIX) as prise:
        prise.bind(chemin)
        prise.listen(64)
        client = CacheDeConfort(f"unix://{chemin}", OPTIONS)
        yield client
        client._cache._get_connection_pool(write=True).disconnect()


def test_every_gesture_before_a_silent_cache_is_that_of_an_empty_one(muet):
    assert muet.get("a", "rien") == "rien"
    assert muet.get_many(["a", "b"]) == {}
    assert muet.set("a", 1) is None and muet.set_many({"a": 1}) == []
    assert muet.add("a", 1) is False, "who cannot know whether they are the first are not"
    assert (muet.touch("a"), muet.delete("a"), muet.has_key("a"), "a" in muet, muet.clear()) == (False,) * 5
    assert muet.delete_many(["a"]) is None
    assert muet.get_or_set("a", 3) == 3
    with pytest.raises(ValueError):
        muet.incr("a")


def test_nobody_waits_twice_for_the_same_silence(muet):
    debut = time.monotonic()
    for n in range(200):
        muet.set(f"cle{n}", n)
        muet.get(f"cle{n}")
    assert time.monotonic() - debut < 1


def test_a_cache_that_answers_is_an_ordinary_one():
    cache.delete_many(["a", "n"])
    cache.set("a", {"b": 1}, 60)
    assert cache.get("a") == {"b": 1}
    assert cache.add("n", 1, 60) and not cache.add("n", 1, 60)
    assert cache.incr("n") == 2


def test_what_stands_in_redis_runs_nothing_when_it_is_read():
    """Plain values in JSON: who reaches Redis leaves no object there."""
    cache.set("a", {"b": [1, "é", None, True]}, 60)
    brut = cache._cache.get_client("a").get(cache.make_and_validate_key("a"))
    assert json.loads(brut) == {"b": [1, "é", None, True]}
    cache._cache.get_client("a", write=True).set(cache.make_and_validate_key("a"), pickle.dumps({"b": 1}))
    assert cache.get("a") is None
    cache.delete("a")


def test_after_a_rest_one_caller_tries_for_all(monkeypatch):
    instant = [100.0]
    monkeypatch.setattr(disjoncteur.time, "monotonic", lambda: instant[0])
    un = Disjoncteur("essai", repos=5)
    assert un.laisse_passer() and un.laisse_passer()
    un.echouer(OSError())
    assert not un.laisse_passer()
    instant[0] += 5
    assert un.laisse_passer(), "the first one after the rest tries"
    assert not un.laisse_passer(), "the others do not wait for what it finds"
    un.reussir()
    assert un.laisse_passer() and un.laisse_passer()


@pytest.mark.django_db
class TestSessions:
    def test_a_session_that_was_ended_is_over_whatever_the_cache_remembers(self, client):
        """A Redis that was away while somebody signed out comes back with what it knew."""
        connecter(client, creer_compte(creer_assure()))
        assert client.get("/messagerie/").status_code == 200
        Session.objects.all().delete()
        assert client.get("/messagerie/").status_code == 302

    def test_a_session_that_changed_elsewhere_is_read_as_it_is_now(self):
        ici = SessionStore()
        ici["etape"] = "code demandé"
        ici.save()
        assert SessionStore(ici.session_key)["etape"] == "code demandé"
        ailleurs = Session.objects.get(pk=ici.session_key)
        ailleurs.session_data = SessionStore().encode({})
        ailleurs.save()
        assert "etape" not in SessionStore(ici.session_key)

    def test_nothing_of_a_session_is_kept_in_redis(self, client):
        cache.clear()
        connecter(client, creer_compte(creer_assure()))
        client.get("/messagerie/")
        assert not list(cache._cache.get_client().scan_iter(match="*session*"))

    def test_a_database_that_does_not_answer_is_not_taken_for_a_session_that_was_ended(self, monkeypatch):
        session = SessionStore()
        session.save()

        def en_panne(*args: object, **kwargs: object) -> None:
            raise OperationalError("canceling statement due to lock timeout")

        monkeypatch.setattr(Session, "save", en_panne)
        session["a"] = 1
        with pytest.raises(OperationalError):
            session.save()


@pytest.mark.django_db
def test_a_probe_with_a_cookie_asks_nothing_of_the_database(client, django_assert_num_queries):
    connecter(client, creer_compte(creer_assure()))
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200
