"""Private authorities are believed beside those of the machine, and nothing is ever spoken to unverified."""

from __future__ import annotations

import ssl

import certifi
import pytest

from ameli.noyau import reseau
from ameli.noyau.courtier import tls_de_redis
from tests.exploitation.courriel import certificat


@pytest.fixture
def tls():
    reseau.tls.cache_clear()
    yield reseau.tls
    reseau.tls.cache_clear()


def test_a_redis_over_tls_is_always_checked_certificate_and_name():
    assert tls_de_redis("rediss://:x@redis:6380/0", "") == {"ssl_cert_reqs": "required", "ssl_check_hostname": True}
    assert tls_de_redis("rediss://redis/0", "/etc/a.pem")["ssl_ca_certs"] == "/etc/a.pem"


@pytest.mark.parametrize("adresse", ["redis://redis/0", "unix:///run/redis.sock?db=0"])
def test_one_without_tls_is_told_nothing_of_it(adresse):
    assert tls_de_redis(adresse, certifi.where()) == {}


def test_a_private_authority_is_believed_beside_the_others(settings, tls, tmp_path):
    publique, _ = certificat(tmp_path)
    connues = len(tls().get_ca_certs())
    tls.cache_clear()
    settings.AUTORITES = str(publique)
    contexte = tls()
    assert len(contexte.get_ca_certs()) == connues + 1
    assert contexte.verify_mode is ssl.CERT_REQUIRED and contexte.check_hostname
