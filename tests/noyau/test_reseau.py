"""Whatever the other side does, a conversation is over in the time that it was given."""

from __future__ import annotations

import time

import pytest

from ameli.noyau import reseau
from tests.outils.hostile import MANIERES, hostile


@pytest.mark.parametrize("maniere", MANIERES)
def test_a_request_ends_in_its_time_whatever_the_partner_does(maniere):
    debut = time.monotonic()
    with hostile(maniere) as port, pytest.raises((reseau.Injoignable, reseau.SansReponse)) as panne:
        reseau.demander(f"http://127.0.0.1:{port}/", secondes=1, octets_maximum=100_000)
    assert time.monotonic() - debut < 3
    assert (type(panne.value) is reseau.Injoignable) == (maniere == "fermé")
    assert (type(panne.value) is reseau.ReponseTropLongue) == (maniere == "sans_fin")


@pytest.mark.parametrize("maniere", ["muet", "goutte", "coupe"])
def test_a_handshake_ends_in_its_time_too(maniere):
    debut = time.monotonic()
    with hostile(maniere, debut=b"\x16\x03\x03") as port, pytest.raises(reseau.Injoignable):
        reseau.demander(f"https://127.0.0.1:{port}/", secondes=1, octets_maximum=100)
    assert time.monotonic() - debut < 3


def test_a_redirection_is_handed_back_and_not_followed(passerelle):
    passerelle.reponses = [(301, b"")]
    assert (
        reseau.demander(f"{passerelle.url}/ici?a=1", methode="POST", corps=b"{}", secondes=5, octets_maximum=9).statut
        == 301
    )
    assert len(passerelle.recus) == 1


def test_no_proxy_of_the_environment_hears_of_it(passerelle, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert (
        reseau.demander(f"{passerelle.url}/", methode="POST", corps=b"{}", secondes=5, octets_maximum=9).octets == b"{}"
    )


def test_who_waits_long_says_that_it_is_alive(monkeypatch):
    monkeypatch.setattr(reseau, "PAS", 0.2)
    vies: list[int] = []
    with hostile("muet") as port, reseau.joindre("127.0.0.1", port, 5) as ligne:
        ligne.borner(1, pendant=lambda: vies.append(1))
        with pytest.raises(TimeoutError):
            ligne.recv(1)
    assert 3 <= len(vies) <= 5


def test_who_talks_without_end_is_cut():
    with hostile("sans_fin") as port, reseau.joindre("127.0.0.1", port, 5) as ligne:
        ligne.borner(5, octets=200_000)
        with pytest.raises(OSError, match="too much"):
            while True:
                ligne.recv(65536)
