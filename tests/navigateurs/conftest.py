"""The site, its people and its browsers are those of the other journeys; other engines stand in front of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import ClassVar

import pytest

from tests.navigateurs import album, moteurs
from tests.navigateurs.chromium import Chromium
from tests.navigateurs.ecran import PiloteParFil
from tests.navigateurs.fil import Fil
from tests.parcours.conftest import Maniere, population, population_neuve, pytest_itemcollected, site
from tests.parcours.conftest import piloter as piloter_chromium
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

__all__ = ["piloter_chromium", "population", "population_neuve", "pytest_itemcollected", "site"]


class Firefox(PiloteParFil):
    moteur: ClassVar[Callable[[int, Path], AbstractContextManager[Fil]]] = staticmethod(moteurs.firefox)


class WebKit(PiloteParFil):
    moteur: ClassVar[Callable[[int, Path], AbstractContextManager[Fil]]] = staticmethod(moteurs.webkit)


@pytest.fixture
def piloter(piloter_chromium, site: Site, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator:
    """Open the engine of a manner of using the site, with an album of its own."""
    with ExitStack() as pile:

        def ouvrir(maniere: Maniere) -> Pilote:
            nom = request.node.callspec.id
            ici = tmp_path / f"recus-{len(list(tmp_path.iterdir()))}"
            ici.mkdir()
            if issubclass(maniere.pilote, PiloteParFil):
                fil = pile.enter_context(maniere.pilote.moteur(maniere.largeur, ici))
                return maniere.pilote(fil, site, ici, album.ouvrir(f"{nom}-{ici.name[-1]}"))
            pilote = piloter_chromium(maniere)
            if isinstance(pilote, Chromium):
                pilote.album = album.ouvrir(f"{nom}-{ici.name[-1]}")
            return pilote

        yield ouvrir
