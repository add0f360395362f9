"""The real server and its limits: whoever sends slowly, too much or badly costs the others nothing, and reads why."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ameli.entree.pont import FILS
from ameli.superviseur import web
from ameli.superviseur.demo import port_libre
from ameli.superviseur.environnement import RACINE
from tests.bench.attente import attendre
from tests.bench.lenteur import gouttes
from tests.bench.site import repond
from tests.entree.conftest import ENTETES, Ligne
from tests.gardes.html import fautes

pytestmark = pytest.mark.vraie_horloge("the site is a process of its own")

POST = b"POST /vu HTTP/1.1\r\nHost: localhost\r\n"


def demander(port: int, chemin: str) -> tuple[float, int, bytes]:
    """How long a page took, in seconds, and what it was."""
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    debut = time.monotonic()
    connexion.request("GET", chemin, headers={"Host": "localhost"})
    reponse = connexion.getresponse()
    corps = reponse.read()
    connexion.close()
    return time.monotonic() - debut, reponse.status, corps


# Who sends slowly


def test_a_sender_who_stops_reads_what_to_do(serveur):
    page = (
        Ligne(serveur)
        .annoncer("/connexion/", 4000, "Referer: http://localhost/demarches/iban/")
        .dire(b"nir=")
        .ecouter()
    )
    assert page.statut == 408
    assert "Votre envoi n’est pas arrivé en entier" in page.corps and "envoyez-les un par un" in page.corps
    assert 'href="/demarches/iban/"' in page.corps
    assert not fautes(page.corps)
    for entete in ("connection: close", "cache-control: no-store", "content-security-policy"):
        assert entete in page.entetes, entete


def test_a_byte_now_and_then_is_no_advance(serveur):
    debut = time.monotonic()
    ligne = Ligne(serveur).annoncer("/vu", 4000).dire(*[b"a"] * 4, toutes_les=0.4)
    assert ligne.ecouter().statut == 408
    assert time.monotonic() - debut < 4


def test_a_slow_network_that_advances_is_waited_for(serveur):
    ligne = Ligne(serveur).annoncer("/vu", 3000, "Connection: close").dire(*[b"a" * 500] * 6, toutes_les=0.9)
    assert ligne.ecouter().corps.startswith("3000 ")


def test_nobody_advances_for_ever(serveur):
    ligne = Ligne(serveur).annoncer("/vu", 900_000)
    debut = time.monotonic()
    with pytest.raises(ConnectionError):
        ligne.dire(*[b"a" * 600] * 40, toutes_les=0.4)
    assert 7 < time.monotonic() - debut < 14


def test_headers_that_come_slowly_and_connections_that_say_nothing_are_closed(serveur):
    debut = time.monotonic()
    muette, bavarde, restee = Ligne(serveur), Ligne(serveur), Ligne(serveur)
    restee.dire(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    with pytest.raises(ConnectionError):
        bavarde.dire(b"GET / HTTP/1.1\r\nHost: localhost\r\n", *[b"X-A: b\r\n"] * 20, toutes_les=0.5)
    assert muette.ecouter().statut == 0
    assert restee.ecouter().statut == 200
    assert ENTETES - 1 < time.monotonic() - debut < 4 * ENTETES


# Who sends too much


def test_a_sender_of_too_much_finishes_and_reads_why(serveur):
    page = Ligne(serveur).annoncer("/vu", 1_500_000).dire(b"a" * 1_500_000).ecouter()
    assert page.statut == 413
    assert "Votre envoi est trop lourd" in page.corps and "connection: close" in page.entetes
    assert not fautes(page.corps)


def test_a_sender_of_far_too_much_is_not_listened_to_till_the_end(serveur):
    ligne = Ligne(serveur).annoncer("/vu", 10**12)
    with pytest.raises(ConnectionError):
        for _ in range(2000):
            ligne.dire(b"a" * 100_000)


# Who speaks badly


@pytest.mark.parametrize(
    "entetes",
    [
        b"Content-Length: abc", b"Content-Length: -1", b"Content-Length: +3", b"Content-Length: 3, 3", b"Content-Length: 3 3",
        b"Content-Length: 0x3", b"Content-Length: 99999999999999999999999", b"Content-Length: 3\r\nContent-Length: 4",
        b"Transfer-Encoding: xchunked", b"Transfer-Encoding : chunked", b"Transfer-Encoding: chunked, identity",
    ],
)  # fmt: skip
def test_a_length_that_two_servers_could_read_differently_is_refused(serveur, entetes):
    reponse = (
        Ligne(serveur).dire(POST + entetes + b"\r\n\r\nabcGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").ecouter()
    )
    assert reponse.statut == 400 and reponse.combien == 1


def test_what_follows_a_body_of_two_lengths_is_not_a_request(serveur):
    contrebande = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    tete = POST + f"Content-Length: {5 + len(contrebande)}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    reponse = Ligne(serveur).dire(tete + b"0\r\n\r\n" + contrebande).ecouter()
    assert reponse.combien == 1


def test_a_chunk_that_is_none_is_refused(serveur):
    assert Ligne(serveur).dire(POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc").ecouter().statut == 400


# The others


def test_many_slow_senders_hold_neither_pages_nor_the_probe(serveur):
    with gouttes(serveur, 200):
        durees = sorted(demander(serveur, "/healthz")[0] for _ in range(40))
    assert durees[37] < 1


def test_a_thousand_silent_connections_leave_room(serveur):
    lignes = [Ligne(serveur) for _ in range(1000)]
    try:
        assert demander(serveur, "/healthz")[0] < 1.5
    finally:
        for ligne in lignes:
            ligne.prise.close()


def test_a_slow_reader_holds_no_page(serveur):
    lecteurs = [Ligne(serveur).dire(b"GET /grande HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(20)]
    assert demander(serveur, "/healthz")[1] == 200
    for ligne in lecteurs:
        ligne.prise.close()


def test_slow_pages_leave_room_for_others_in_the_same_process(serveur):
    with ThreadPoolExecutor(FILS) as gens:
        lentes = [gens.submit(demander, serveur, "/lente") for _ in range(FILS - 1)]
        time.sleep(0.3)
        assert demander(serveur, "/healthz")[0] < 1
        assert all(une.result()[1:] == (200, b"finie") for une in lentes)


def test_a_head_has_no_body(serveur):
    reponse = Ligne(serveur).dire(b"HEAD /grande HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ecouter()
    assert (reponse.statut, reponse.corps) == (200, "")


# The process


def test_a_page_that_has_begun_is_finished_when_the_server_is_asked_to_stop():
    port = port_libre("127.0.0.1")
    commande = web.commande(port=port, ouvriers=1, application="tests.entree.pressee:application")
    with subprocess.Popen(commande, cwd=RACINE) as serveur, ThreadPoolExecutor(1) as gens:
        try:
            attendre(lambda: repond(f"http://127.0.0.1:{port}/healthz"), lambda: "no answer")
            lente = gens.submit(demander, port, "/lente")
            endormie = Ligne(port).annoncer("/vu", 100)  # a body that does not come delays nobody's stop for long
            time.sleep(0.5)
            serveur.send_signal(signal.SIGTERM)
            assert lente.result()[1:] == (200, b"finie")
            serveur.wait(timeout=web.ARRET + 5)
            endormie.prise.close()
        finally:
            serveur.kill()


SERVIR = "import sys; from ameli.superviseur import web; sys.exit(web.servir(web.commande(port={port}, ouvriers=1, application='tests.entree.pressee:application'), {preavis}))"


@pytest.mark.parametrize(("preavis", "demandes"), [(4, 1), (60, 2)], ids=["in its time", "asked twice, at once"])
def test_a_web_that_is_asked_to_stop_says_so_while_it_still_answers(preavis, demandes):
    port = port_libre("127.0.0.1")
    commande = [sys.executable, "-c", SERVIR.format(port=port, preavis=preavis)]
    with subprocess.Popen(commande, cwd=RACINE) as web_et_parent:
        try:
            attendre(lambda: repond(f"http://127.0.0.1:{port}/healthz"), lambda: "no answer")
            assert not _finit_la_ligne(port)
            web_et_parent.send_signal(signal.SIGTERM)
            attendre(lambda: _finit_la_ligne(port), lambda: "it does not say that it leaves", preavis)
            assert repond(f"http://127.0.0.1:{port}/healthz")
            if demandes == 2:
                web_et_parent.send_signal(signal.SIGTERM)
            assert web_et_parent.wait(timeout=web.ARRET + 15) == 0
            assert not repond(f"http://127.0.0.1:{port}/healthz")
        finally:
            web_et_parent.kill()


def _finit_la_ligne(port: int) -> bool:
    """Does an answer end its connection?"""
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connexion.request("GET", "/healthz", headers={"Host": "localhost"})
    fin = connexion.getresponse().headers.get("Connection") == "close"
    connexion.close()
    return fin


def test_the_site_is_served_by_one_command_everywhere():
    assert '"ameli.superviseur.web"' in (RACINE / "Dockerfile").read_text()
    ailleurs = [
        chemin
        for racine in ("ameli", "tests")
        for chemin in sorted((RACINE / racine).rglob("*.py"))
        if re.search(r'"granian"', chemin.read_text()) and chemin not in (Path(web.__file__), Path(__file__))
    ]
    assert not ailleurs
