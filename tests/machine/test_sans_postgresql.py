"""PostgreSQL is slow, locked, frozen, full or away: the page says so within seconds, in the house style, and comes back."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from ameli.noyau.postgresql.base import FRAICHE
from tests.bench.attente import attendre
from tests.machine.visite import Visite
from tests.parcours.site import Site

pytestmark = [pytest.mark.chaos, pytest.mark.vraie_horloge("the site is a process of its own")]

MOMENT = "Le service ne répond pas pour le moment"
DU_WEB = "SELECT pid FROM pg_stat_activity WHERE application_name = 'ameli web'"


@pytest.fixture(scope="module")
def _personne(site: Site) -> Visite:
    """Somebody whose session is open."""
    personne = Visite(site, patience=20)
    personne.entrer(site.personas()["lea"])
    return personne


@pytest.fixture
def personne(_personne: Visite) -> Iterator[Visite]:
    """The site is well before, whichever of its threads answers, and within seconds after."""
    _revenir(_personne)
    assert "Bonjour Léa" in _personne.page
    _personne.patience = 5.5
    yield _personne
    _revenir(_personne)


def _revenir(personne: Visite) -> None:
    personne.patience = 20
    attendre(lambda: personne.demander("GET", "/") == 200, lambda: "The site did not come back", secondes=10)


def _dit_de_reessayer(personne: Visite, adresse: str) -> None:
    assert personne.demander("GET", adresse) == 503
    assert MOMENT in personne.page and f'href="{adresse}"' in personne.page
    assert "Traceback" not in personne.page and "psycopg" not in personne.page
    assert int(personne.entetes_recus["Retry-After"]) > 0


def test_a_page_behind_a_lock_says_to_try_again(site, personne):
    with _connexion(site) as ailleurs:
        ailleurs.execute("LOCK TABLE paiements_paiement IN ACCESS EXCLUSIVE MODE")
        _dit_de_reessayer(personne, "/mes-paiements/?periode=6")


def test_a_form_behind_a_lock_says_to_send_it_again_and_what_was_typed_is_sent(site, personne):
    personne.lire("/connexion/mot-de-passe-oublie/")
    with _connexion(site) as ailleurs:
        ailleurs.execute("LOCK TABLE accounts_essais IN ACCESS EXCLUSIVE MODE")
        inconnu = Visite(site, patience=5.5)
        inconnu.lire("/connexion/")
        saisie = inconnu.reponses() | {"nir": site.personas()["hugo"]["nir"], "mot_de_passe": "Pas-Le-Bon-2026"}
        assert inconnu.demander("POST", "/connexion/", saisie) == 503
        assert MOMENT in inconnu.page and "rechargez cette page" in inconnu.page
        assert "Pas-Le-Bon" not in inconnu.page


def test_a_query_that_is_too_long_is_given_up(site, personne):
    with _connexion(site, autocommit=True) as ailleurs, ExitStack() as pile:
        ailleurs.execute(
            "CREATE FUNCTION lente() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NEW; END'"
        )
        pile.callback(ailleurs.execute, "DROP FUNCTION lente CASCADE")
        ailleurs.execute("CREATE TRIGGER lente BEFORE INSERT ON accounts_essais FOR EACH ROW EXECUTE FUNCTION lente()")
        inconnu = Visite(site, patience=5.5)
        inconnu.lire("/connexion/")
        assert (
            inconnu.demander("POST", "/connexion/", inconnu.reponses() | {"nir": site.personas()["hugo"]["nir"]}) == 503
        )
        assert MOMENT in inconnu.page


def test_a_connection_that_froze_while_it_slept_costs_a_second(site, personne):
    time.sleep(FRAICHE)
    with _geles(site):
        personne.lire("/", "Bonjour Léa")


def test_a_server_that_freezes_in_the_middle_of_a_page_does_not_hold_it(site, personne):
    with _connexion(site) as ailleurs, ExitStack() as pile:
        ailleurs.execute("LOCK TABLE paiements_paiement IN ACCESS EXCLUSIVE MODE")
        gel = threading.Timer(1.0, lambda: pile.enter_context(_geles(site)))  # while it waits for the lock
        gel.start()
        _dit_de_reessayer(personne, "/mes-paiements/")
        gel.join()


def test_without_postgresql_the_process_is_alive_and_the_page_comes_back_with_it(site, personne):
    site.postgres.arreter()
    try:
        _dit_de_reessayer(personne, "/mes-paiements/")
        _dit_de_reessayer(personne, "/")
        personne.patience = 2
        assert personne.demander("GET", "/healthz") == 200
        personne.patience = 5.5
    finally:
        site.postgres.demarrer()
    attendre(lambda: personne.demander("GET", "/") == 200, lambda: "It did not come back", secondes=5)


def test_a_full_server_has_a_page_waiting_then_told_to_try_again(site, personne):
    with ExitStack() as pile:
        garde = pile.enter_context(_connexion(site, autocommit=True))
        garde.execute(f"SELECT pg_terminate_backend(pid) FROM ({DU_WEB}) du_web")
        prises = []
        with pytest.raises(psycopg.OperationalError):
            while True:
                prises.append(pile.enter_context(_connexion(site)))
        _dit_de_reessayer(personne, "/mes-paiements/")
        liberation = threading.Timer(1.5, prises[-1].close)  # nobody is refused who could be served in a moment
        liberation.start()
        attendre(lambda: personne.demander("GET", "/") == 200, lambda: "No place was found", secondes=5)
        liberation.join()


def _connexion(site: Site, **options: bool) -> psycopg.Connection:
    return psycopg.connect(site.postgres.url(), **options)


@contextmanager
def _geles(site: Site) -> Iterator[None]:
    """The server processes behind the web do nothing any more, and say nothing."""
    with _connexion(site, autocommit=True) as ailleurs:
        pids = [pid for (pid,) in ailleurs.execute(DU_WEB)]
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
