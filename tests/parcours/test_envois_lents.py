"""People with a poor network, and thieves who pretend to have one: nobody else waits for them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench.charge import Requete
from tests.bench.lenteur import envoyer_lentement, gouttes, photo
from tests.bench.tempete import lire
from tests.bench.visiteur import Visiteur
from tests.parcours.site import Site

pytestmark = pytest.mark.chaos  # counts milliseconds on the whole product

MACHINE = 60.0  # milliseconds that the noise of a busy machine may add to a p95


@pytest.fixture
def visiteur(site: Site) -> Visiteur:
    return Visiteur(int(site.adresse.rpartition(":")[2]))


def pages(visiteur: Visiteur) -> list[Callable[[], Requete]]:
    return [lambda: visiteur.lecture("/connexion/")]


def test_fifty_slow_senders_do_not_make_others_wait(visiteur):
    calme = lire(visiteur.port, pages(visiteur), 5)
    with gouttes(visiteur.port):
        dessous = lire(visiteur.port, pages(visiteur), 8)
    assert dessous <= 2 * calme + MACHINE


def test_ten_slow_photos_do_not_make_others_wait(visiteur):
    """Whoever sends them is not even signed in: what matters is how long the bytes take."""
    visiteur.demander("GET", "/connexion/")
    calme = lire(visiteur.port, pages(visiteur), 5)
    octets = photo()[:1_000_000]
    with ThreadPoolExecutor(10) as envois:
        partis = [envois.submit(envoyer_lentement, visiteur, octets) for _ in range(10)]
        dessous = lire(visiteur.port, pages(visiteur), 8)
        statuts = {parti.result() for parti in partis}
    assert statuts <= {302, 303}
    assert dessous <= 2 * calme + MACHINE
