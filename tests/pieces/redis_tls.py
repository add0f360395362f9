"""Redis of the distribution, over TLS alone: believed with our authority and its own name, not otherwise, and never in clear."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from ameli.superviseur.demo import port_libre
from ameli.superviseur.enfants import programme
from ameli.superviseur.environnement import RACINE
from tests.bench.attente import attendre
from tests.exploitation.courriel import certificat
from tests.exploitation.machine import Machine
from tests.pieces.conftest import lance

pytestmark = [pytest.mark.chaos, pytest.mark.vraie_horloge("servers and worker are processes of their own")]
CACHE = (
    "from django.core.cache import cache; cache.set('essai', 1); print('gardé' if cache.get('essai') == 1 else 'perdu')"
)
CLOCHE = "from ameli.noyau import sonnette, taches; print('sonne' if sonnette.sonner(taches.balayer) else 'muette')"


@pytest.fixture(scope="module")
def machine(dossier: Path) -> Iterator[Machine]:
    """Its Redis is reached over TLS; the certificate is for 127.0.0.1."""
    with ExitStack() as pile:
        publique, privee = certificat(dossier)
        for fichier in (publique, privee):
            fichier.chmod(0o644)
        port = port_libre("127.0.0.1")
        journal = pile.enter_context(lance(
            "redis-server", "--port", 0, "--tls-port", port, "--bind", "127.0.0.1", "--tls-cert-file", publique, "--tls-key-file", privee,
            "--tls-auth-clients", "no", "--save", "", "--appendonly", "no", "--dir", dossier, dossier=dossier,
        ))  # fmt: skip
        attendre(lambda: "Ready to accept" in journal.read_text(), journal.read_text)
        variables = {
            "AMELI_BAC_A_SABLE": "1", "REDIS_URL": f"rediss://127.0.0.1:{port}/0", "AMELI_AUTORITES": str(publique),
            "CELERY_SKIP_CHECKS": "1", "DJANGO_SETTINGS_MODULE": "ameli.settings",
        }  # fmt: skip
        (dossier / "machine").mkdir(mode=0o711)
        ouverte = Machine.ouvrir(dossier / "machine", variables, pile)
        ouverte.dire("migrate", "noyau", "--skip-checks", "-v0")
        yield ouverte


def test_the_cache_and_the_bell_are_heard_under_our_authority(machine):
    assert "gardé" in machine.dire("shell", "-c", CACHE)
    ouvrier = programme(
        "ouvrier", [sys.executable, "-m", "celery", "-A", "ameli", "worker", "-c", "1", "-l", "INFO", "--without-gossip", "--without-mingle"],
        env=machine.env, racine=RACINE, journaux=machine.dossier,
    )  # fmt: skip
    ouvrier.lancer()
    machine.pile.callback(ouvrier.arreter)
    assert "sonne" in machine.dire("shell", "-c", CLOCHE)

    def entendue() -> bool:
        with psycopg.connect(machine.postgres.url()) as ligne:
            return bool(ligne.execute("SELECT 1 FROM noyau_battement WHERE nom = 'ouvrier'").fetchall())

    attendre(entendue, lambda: "\n".join(ouvrier.dernieres_lignes(20)), 60)


@pytest.mark.parametrize("variables", [
    {"AMELI_AUTORITES": ""}, {"hote": "localhost"}, {"protocole": "redis"},
], ids=["an authority that nobody knows", "another name than its own", "in clear"])  # fmt: skip
def test_whoever_cannot_be_believed_is_a_redis_that_is_away(machine, variables):
    adresse = machine.env["REDIS_URL"]
    adresse = adresse.replace("127.0.0.1", variables.pop("hote", "127.0.0.1"))
    adresse = adresse.replace("rediss", variables.pop("protocole", "rediss"))
    assert "perdu" in machine.dire("shell", "-c", CACHE, REDIS_URL=adresse, **variables)
    assert "muette" in machine.dire("shell", "-c", CLOCHE, REDIS_URL=adresse, **variables)
