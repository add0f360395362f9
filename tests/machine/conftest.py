"""The product as it runs, for the tests that take its servers away: granian, PostgreSQL, and a Redis behind a relay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ameli.superviseur.serveurs import Postgres, Redis
from tests.outils.relais import Relais
from tests.parcours.site import Site, ouvrir


@pytest.fixture(scope="session")
def _site_et_relais() -> Iterator[tuple[Site, Relais]]:
    relais: list[Relais] = []

    def devant(_: Postgres, redis: Redis) -> dict[str, str]:
        relais.append(Relais(redis.socket))
        return {"REDIS_URL": f"redis://127.0.0.1:{relais[0].port}/0"}

    with ouvrir(devant, max_connections="30") as pret:
        yield pret, relais[0]
    relais[0].fermer()


@pytest.fixture(scope="session")
def site(_site_et_relais: tuple[Site, Relais]) -> Site:
    return _site_et_relais[0]


@pytest.fixture(scope="session")
def relais(_site_et_relais: tuple[Site, Relais]) -> Relais:
    return _site_et_relais[1]
