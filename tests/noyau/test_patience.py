"""Each kind of process has its patience, PostgreSQL is told of it, and a fault of the database is not one of the page."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection
from django.test import RequestFactory

from ameli.noyau import pages_erreur, processus
from ameli.noyau.postgresql.base import FRAICHE, avec_la_patience_de
from ameli.noyau.postgresql.patience import PATIENCES, patience
from ameli.noyau.postgresql.verification import limites_entendues
from ameli.noyau.processus import Genre


@pytest.fixture
def du_web(monkeypatch):
    monkeypatch.setattr(processus, "_genre", Genre.WEB)


def test_a_page_waits_a_few_seconds_and_this_side_longer_than_the_server():
    web = PATIENCES[Genre.WEB]
    assert web.options() == (
        "-c statement_timeout=2500 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=60000"
    )
    for une in PATIENCES.values():
        assert (une.silence is None) == (une.requete is None)
        assert une.silence is None or une.silence > une.requete > une.verrou


def test_a_command_may_take_its_time_but_not_leave_a_transaction_open():
    assert patience().gardees_par_le_serveur() == {"idle_in_transaction_session_timeout": 3600}


@pytest.mark.django_db
def test_the_server_keeps_the_limits_that_the_first_packet_told(du_web):
    web = connection.copy()
    try:
        with web.cursor() as curseur:
            curseur.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
            assert curseur.fetchone() == ("2500ms", "2s")
            with pytest.raises(OperationalError, match="statement timeout"):
                curseur.execute("SELECT pg_sleep(10)")
    finally:
        web.close()


@pytest.mark.django_db
def test_a_page_that_does_a_workers_work_has_its_patience_for_as_long_as_that_lasts(du_web):
    web = connection.copy()

    def limites() -> tuple:
        with web.cursor() as curseur:
            curseur.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
            return (*curseur.fetchone(), web.connection.silence)

    try:
        habituelles = limites()
        with avec_la_patience_de(Genre.OUVRIER, web):
            assert limites() == ("1min", "10s", 75)
        assert limites() == habituelles == ("2500ms", "2s", 4)
        with pytest.raises(ZeroDivisionError), avec_la_patience_de(Genre.OUVRIER, web):
            raise ZeroDivisionError
        assert limites() == habituelles
        with avec_la_patience_de(Genre.OUVRIER, web):
            web.close()
        assert limites() == habituelles
    finally:
        web.close()


@pytest.fixture
def entre_deux_pages():
    """A connection that served one page and is about to serve the next."""
    web = connection.copy()
    web.settings_dict = web.settings_dict | {"CONN_HEALTH_CHECKS": True}
    with web.cursor() as curseur:
        curseur.execute("SELECT 1")
    web.health_check_enabled, web.health_check_done = True, False
    yield web
    web.close()


def _dite_bonne(web, monkeypatch) -> bool:
    """Was it taken at its word?"""
    sondes: list[bool] = []
    monkeypatch.setattr(web, "is_usable", lambda: sondes.append(True) or False)
    with web.cursor() as curseur:
        curseur.execute("SELECT 1")
        assert curseur.fetchone() == (1,)
    return not sondes


@pytest.mark.django_db
def test_a_connection_that_served_a_moment_ago_is_not_asked_whether_it_lives(entre_deux_pages, monkeypatch):
    assert _dite_bonne(entre_deux_pages, monkeypatch)


@pytest.mark.django_db
def test_one_that_slept_is(entre_deux_pages, monkeypatch):
    entre_deux_pages._servie_le -= FRAICHE
    assert not _dite_bonne(entre_deux_pages, monkeypatch)


@pytest.mark.django_db
def test_one_that_the_server_has_just_closed_is_replaced_before_the_page(entre_deux_pages, monkeypatch):
    pid = entre_deux_pages.connection.info.backend_pid
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert not _dite_bonne(entre_deux_pages, monkeypatch)


@pytest.mark.django_db
def test_limits_that_a_pooler_dropped_are_told_before_the_deployment(du_web):
    with connection.cursor() as curseur:
        for nom in patience().gardees_par_le_serveur():
            curseur.execute(f"SET LOCAL {nom} = 0")
    (faute,) = limites_entendues(None)
    assert faute.id == "noyau.E020" and "lock_timeout" in faute.msg
    with connection.cursor() as curseur:
        for nom in patience().gardees_par_le_serveur():
            curseur.execute(f"SET LOCAL {nom} = '7s'")
    assert limites_entendues(None) == []


@pytest.mark.parametrize(
    ("panne", "statut"),
    [
        (OperationalError("canceling statement due to lock timeout"), 503),
        (OperationalError("sorry, too many clients already"), 503),
        (InterfaceError("the connection is closed"), 503),
        (IntegrityError("duplicate key"), 500),
        (DatabaseError("column does not exist"), 500),
        (RuntimeError("a fault of ours"), 500),
    ],
)
def test_only_a_database_that_may_answer_in_a_moment_is_a_503(panne, statut):
    try:
        raise panne
    except type(panne):
        reponse = pages_erreur.panne(RequestFactory().get("/mes-paiements/?page=2"))
    assert reponse.status_code == statut
    assert ("Retry-After" in reponse) is (statut == 503)
    assert ('href="/mes-paiements/?page=2"' in reponse.content.decode()) is (statut == 503)


def test_a_form_is_not_written_back_on_the_page_that_says_to_send_it_again():
    reponse = pages_erreur.indisponible(RequestFactory().post("/connexion/?next=/x", {"mot_de_passe": "Secret-2026"}))
    page = reponse.content.decode()
    assert "rechargez cette page" in page and "Réessayer" not in page
    assert "Secret-2026" not in page
