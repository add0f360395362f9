"""A body is read at the pace of its sender, within limits, and is never in clear outside the memory."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from ameli.entree import Entree, Limites
from ameli.entree.tampon import EN_MEMOIRE, Reserve, ReservePleine, Tampon
from ameli.noyau.televersement.refus import REFUS
from ameli.superviseur import web
from ameli.superviseur.environnement import RACINE

SECRET = b"attestation de Lea Duprat " * 10_000


def lent(*morceaux: tuple[float, bytes], coupe: bool = False):
    """What a sender brings: pieces, each after so many seconds; then the end, or nothing any more."""
    reste = list(morceaux)

    async def receive():
        if not reste:
            return {"type": "http.disconnect"}
        attente, octets = reste.pop(0)
        await asyncio.sleep(attente)
        return {"type": "http.request", "body": octets, "more_body": bool(reste) or coupe}

    return receive


def site(environ, start_response) -> Iterable[bytes]:
    """Says what it was given."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ.get(REFUS, 0):d} {len(environ['wsgi.input'].read())} {environ['CONTENT_LENGTH']}".encode()]


def demander(entree: Entree, receive, *entetes: tuple[bytes, bytes]) -> tuple[dict, str]:
    """The start and the body of what is answered to a POST."""
    envoyes: list[dict] = []

    async def send(message):
        envoyes.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/x", "query_string": b"",
        "headers": list(entetes) or [(b"content-length", b"9")], "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    with ThreadPoolExecutor(1) as ailleurs:  # a browser of the tests may hold the loop of this thread
        ailleurs.submit(asyncio.run, entree(scope, receive, send)).result()
    return envoyes[0], envoyes[1]["body"].decode()


@pytest.fixture
def entree():
    return Entree(site, Limites(octets=100_000, reserve=150_000, allure=100, fenetre=0.3, duree=1.5))


def test_a_whole_body_reaches_the_site_with_its_length(entree):
    assert demander(entree, lent((0, b"a" * 70_000), (0, b"b" * 5)))[1] == "0 70005 70005"


@pytest.mark.parametrize(
    ("receive", "statut"),
    [
        (lent((0, b"a" * 200), (0.5, b"a" * 200)), 408),
        (lent(*[(0.05, b"a")] * 15), 408),  # a byte now and then is not an advance
        (lent(*[(0.1, b"a" * 200)] * 40), 408),  # advances, for longer than anybody waits
        (lent((0, b"a" * 100_001)), 413),
        (lent(*[(0, b"a" * 30_000)] * 20), 413),
    ],
    ids=["a silence", "drops", "for ever", "too large", "far too large"],
)
def test_a_body_out_of_the_limits_reaches_the_site_as_a_refusal_without_its_bytes(entree, receive, statut):
    debut, vu = demander(entree, receive)
    assert vu == f"{statut} 0 0"
    assert (b"connection", b"close") in debut["headers"]
    assert entree.reserve.libre == 150_000


def test_a_slow_body_that_advances_passes_however_many_windows_it_takes(entree):
    assert demander(entree, lent(*[(0.1, b"a" * 100)] * 9))[1] == "0 900 900"


def test_a_body_that_is_too_large_flows_by_so_that_the_sender_reads_the_answer(entree):
    lus = []

    async def receive():
        lus.append(1)
        return {"type": "http.request", "body": b"a" * 50_000, "more_body": len(lus) < 4}

    assert demander(entree, receive)[1].startswith("413")
    assert len(lus) == 4


def test_nobody_listens_to_twice_too_much(entree):
    lus = []

    async def receive():
        lus.append(1)
        return {"type": "http.request", "body": b"a" * 50_000, "more_body": len(lus) < 100}

    assert demander(entree, receive)[1].startswith("413")
    assert len(lus) == 5


def test_a_sender_who_leaves_costs_no_thread_and_leaves_nothing(entree):
    entree.site = None  # nobody asks it
    debut, _ = demander(entree, lent((0, b"a" * 70_000), coupe=True))
    assert debut["status"] == 400
    assert entree.reserve.libre == 150_000


def test_when_too_much_waits_a_sender_is_told_and_the_room_comes_back():
    entree = Entree(site, Limites(octets=100_000, reserve=80_000))
    assert demander(entree, lent((0, b"a" * 70_000), (0, b"b" * 20_000)))[1] == "503 0 0"
    assert demander(entree, lent((0, b"a" * 70_000)))[1] == "0 70000 70000"


def test_a_full_disk_is_a_refusal_not_a_fault(entree, monkeypatch):
    def plein(self, octets):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Tampon, "ajouter", plein)
    assert demander(entree, lent((0, b"a")))[1] == "503 0 0"


def test_a_large_body_is_never_in_clear_on_the_disk():
    with Tampon(Reserve(10**9)) as tampon:
        tampon.ajouter(SECRET[:1000])
        tampon.ajouter(SECRET[1000:])
        assert len(SECRET) > EN_MEMOIRE and tampon._fichier._rolled
        tampon._fichier.seek(0)
        assert b"Lea Duprat" not in tampon._fichier.read()
        assert tampon.relire().read() == SECRET


def test_a_body_is_read_again_by_pieces_and_by_lines():
    with Tampon(Reserve(10**9)) as tampon:
        tampon.ajouter(b"un\ndeux\n" + SECRET)
        relu = tampon.relire()
        assert [relu.readline(), relu.read(5)] == [b"un\n", b"deux\n"]
        assert relu.read() == SECRET


def test_the_reserve_is_counted_once_and_given_back_once():
    reserve = Reserve(10)
    tampon = Tampon(reserve)
    tampon.ajouter(b"12345678")
    with pytest.raises(ReservePleine):
        tampon.ajouter(b"901")
    tampon.close()
    tampon.close()
    assert reserve.libre == 10


def test_a_header_with_an_underscore_does_not_pass_for_another(entree):
    def site(environ, start_response):
        start_response("200 OK", [])
        return [f"{environ.get('HTTP_X_FORWARDED_FOR')} {environ.get(REFUS)}".encode()]

    entree.site = site
    faux = [(b"x_forwarded_for", b"6.6.6.6"), (b"ameli.corps_refuse", b"408"), (b"x-forwarded-for", b"192.0.2.1")]
    assert demander(entree, lent((0, b"")), *faux)[1] == "192.0.2.1 None"


def test_a_chunked_body_ends_its_connection(entree):
    debut, vu = demander(entree, lent((0, b"abc")), (b"transfer-encoding", b"chunked"))
    assert vu == "0 3 3"
    assert (b"connection", b"close") in debut["headers"]


def test_pages_are_made_in_a_few_threads_that_stay():
    vus = set()

    def site(environ, start_response):
        vus.add(threading.current_thread().name)
        start_response("200 OK", [])
        return [b"x"]

    entree = Entree(site, Limites(octets=10), fils=2)
    with ThreadPoolExecutor(8) as gens:
        list(gens.map(lambda _: demander(entree, lent((0, b"a"))), range(40)))
    assert len(vus) <= 2


def test_an_answer_is_closed_as_wsgi_asks(entree):
    fermes = []

    class Reponse(list):
        def close(self):
            fermes.append(1)

    def site(environ, start_response):
        start_response("200 OK", [("X-Nom", "é")])
        return Reponse([b"a", b"b"])

    entree.site = site
    debut, vu = demander(entree, lent((0, b"a")))
    assert (vu, fermes, debut["headers"]) == ("ab", [1], [(b"x-nom", b"\xe9")])


def test_the_limits_of_a_request_are_written_with_their_figures(settings):
    limites = Limites(octets=2 * settings.TELEVERSEMENT["envoi_maximum"])
    regles = (RACINE / "docs" / "securite" / "regles.md").read_text()
    proxy = (RACINE / "docs" / "exploitation" / "mandataire" / "nginx.conf").read_text()
    mo, ko, minutes = limites.octets // 1_000_000, limites.allure // 1000, limites.duree / 60
    assert f"headers within {web.ENTETES} s, a body of {mo} MB at most" in regles
    assert f"brings {ko} kB every {limites.fenetre:g} s, within {minutes:g} minutes" in regles
    assert limites.duree == settings.SESSION_INACTIVITE.total_seconds()
    assert f"client_max_body_size {mo}m;" in proxy and f"client_header_timeout {web.ENTETES}s;" in proxy
