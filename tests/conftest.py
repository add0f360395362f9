"""Every test runs against a real PostgreSQL and a real Redis, started here unless the environment names servers."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.template import engines
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.connexion.commune import DESSINS
from ameli.noyau import horloge, processus
from ameli.superviseur.serveurs import Postgres, Redis
from tests.outils import base_migree
from tests.outils.axe import COMMUN

# How fast a machine is says nothing of a rule.
hypothesis_settings.register_profile("ameli", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("ameli")

BASE_PRIVEE = "?db=0"  # ends the address of a Redis that was started here


def _demarrer_les_serveurs() -> None:
    """Start private servers once, in the main process; xdist workers inherit their addresses.

    Each worker has a Redis database of its own, as it has one of PostgreSQL: a test that empties the cache ends no
    session of a test that runs beside it.
    """
    ouvrier = os.environ.get("PYTEST_XDIST_WORKER")
    if ouvrier and os.environ["REDIS_URL"].endswith(BASE_PRIVEE):
        os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].removesuffix(BASE_PRIVEE)}?db={int(ouvrier[2:]) + 1}"
    if ouvrier or os.environ.get("DATABASE_URL"):
        return
    dossier = Path(tempfile.mkdtemp(prefix="ameli-tests-"))
    dossier.chmod(0o711)
    postgres = Postgres(dossier / "pg", base_migree.SANS_DISQUE)
    redis = Redis(dossier / "redis")

    def tout_arreter() -> None:
        postgres.arreter()
        redis.arreter()
        shutil.rmtree(dossier, ignore_errors=True)

    atexit.register(tout_arreter)
    base_migree.copier_dans(postgres)
    postgres.demarrer()
    redis.demarrer()
    os.environ["DATABASE_URL"] = postgres.url()
    os.environ["REDIS_URL"] = redis.url()
    os.environ[COMMUN] = str(dossier)


os.environ.setdefault("AMELI_BAC_A_SABLE", "1")
os.environ.setdefault("AMELI_CLE_FORMATEUR", "Kx7vQ2mZp9TbR4wLc8Ns")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ameli.settings")
_demarrer_les_serveurs()
# pytest-django sets Django up once the settings are read, so they are read here: after the servers have their address.
settings.DATABASES  # noqa: B018

pytest_plugins = [
    "tests.gardes.donnees_personnelles",
    "tests.gardes.gabarits",
    "tests.gardes.html",
    "tests.gardes.journal",
    "tests.gardes.ordre",
    "tests.gardes.verrous",
    "tests.outils.cles",
    "tests.outils.instants",
    "tests.outils.migrations",
    "tests.outils.navigateur",
    "tests.outils.nuit",
    "tests.outils.ramassage",
    "tests.outils.statiques",
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of this process is a copy of the migrated one, unless somebody else's server holds the tests."""
    if COMMUN in os.environ:
        connection.settings_dict["TEST"]["TEMPLATE"] = base_migree.MIGREE


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Servers of our own go with their databases: dropping one first fails when a session ends late."""
    return django_db_keepdb or COMMUN in os.environ


@pytest.fixture(autouse=True)
def porte_au_calme() -> None:
    """Tests sign in faster than people do: each begins with the bucket of hashes full (accounts.connexion.afflux), and
    with a Redis that nobody found silent.
    """
    from accounts.connexion import afflux
    from ameli.noyau.redis import REDIS

    REDIS.reussir()

    afflux.SEAU.niveau = afflux.SEAU.contenance


@pytest.fixture(autouse=True)
def portee_neuve() -> None:
    """No test reads the offset of the clock that a task of another one remembers (`horloge.nouvelle_portee`)."""
    horloge._portee.set(None)


@pytest.fixture(autouse=True)
def genre_de_processus(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an entrance says of the process is over with the test that called it (`ameli.noyau.processus`)."""
    monkeypatch.setattr(processus, "_genre", processus.Genre.COMMANDE)


@pytest.fixture(autouse=True)
def base_a_la_meme_heure(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests have an instant of their own, and PostgreSQL the true one: it follows them, unless they take the true one too."""
    if not request.node.get_closest_marker("vraie_horloge"):
        monkeypatch.setattr(horloge, "heure_de_la_base", horloge.temps_reel)


@pytest.fixture(autouse=True)
def cadre_de_ces_adresses(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with addresses of its own leaves no frame drawn from them to the next one (`{% fige %}`)."""
    yield
    if request.node.get_closest_marker("urls"):
        engines["django"].engine.template_loaders[0].reset()


@pytest.fixture(autouse=True)
def pages_communes() -> None:
    """What a process draws once, it draws once in a test: the one before may have had other settings."""
    DESSINS.clear()


@pytest.fixture
def lea(db: None) -> Any:
    """Somebody with an account, not signed in: whom most tests speak of."""
    from tests.fabriques import creer_assure, creer_compte  # models: Django must be set up

    assure = creer_assure()
    creer_compte(assure)
    return assure
