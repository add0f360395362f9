"""A browser in front of the running product, in each way that people use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.outils.navigateur import PATIENCE
from tests.parcours.clavier_seul import PiloteAuClavier
from tests.parcours.ecran import PiloteAEcran
from tests.parcours.lecteur import Lecteur
from tests.parcours.pilote import Pilote
from tests.parcours.population import Population
from tests.parcours.site import Site, ouvrir


@dataclass(frozen=True)
class Maniere:
    """How somebody uses the site: width of the screen, JavaScript or not, mouse or keyboard; or a reader of HTML."""

    nom: str
    largeur: int = 1280
    javascript: bool = True
    pilote: type[Pilote] = PiloteAEcran


# A story is told twice: in a browser, which narrows each new page and walks it with Tab, and to a reader without scripts.
RECITS = (
    Maniere("avec JavaScript"),
    Maniere("sans JavaScript", javascript=False, pilote=Lecteur),
)
AVEC, SANS = RECITS
TELEPHONE = Maniere("téléphone", largeur=320)
CLAVIER = Maniere("320 px, au clavier", largeur=320, pilote=PiloteAuClavier)
ECRAN_SANS_SCRIPT = Maniere("sans JavaScript", javascript=False)
# Some stories are told to a true browser in every way: what the reader and the walk stand for is seen whole there.
MANIERES = (AVEC, ECRAN_SANS_SCRIPT, CLAVIER)


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.vraie_horloge("the site and the browser are processes of their own"))


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with ouvrir() as pret:
        yield pret


@pytest.fixture(scope="session")
def population(site: Site) -> Iterator[Population]:
    copie = Population(site.env["DATABASE_URL"], site.env["REDIS_URL"])
    copie.copier()
    yield copie
    copie.fermer()


@pytest.fixture(autouse=True)
def population_neuve(population: Population) -> None:
    """Every journey begins with the practice people as they are installed, at the true time: none depends on another."""
    population.remettre()
    Pilote.courriels_ouverts.clear()


@pytest.fixture
def piloter(site: Site, chromium: Browser, request: pytest.FixtureRequest):
    """Open a browser for a manner of using the site. A failure leaves a picture beside the name of the test."""
    ouverts = []

    def ouvrir_un(maniere: Maniere) -> Pilote:
        if issubclass(maniere.pilote, Lecteur):
            return maniere.pilote(site)
        contexte = chromium.new_context(
            viewport={"width": maniere.largeur, "height": 900}, java_script_enabled=maniere.javascript,
            locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce",
        )  # fmt: skip
        contexte.set_default_timeout(PATIENCE)
        ouverts.append(contexte)
        return maniere.pilote(contexte.new_page(), site, javascript=maniere.javascript)

    yield ouvrir_un
    for contexte in ouverts:
        contexte.close()
