"""« Mes documents »: found by type, person and date, and downloaded again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from ameli.noyau.calendrier import PARIS
from documents import liste
from documents.models import Document
from tests.documents.papiers import TOUS
from tests.fabriques import connecter, creer_agent
from tests.outils.requetes import requetes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("le_14_mars")]
ADRESSE = "/documents/"


@pytest.fixture
def connectee(client, lea, hugo):
    connecter(client, lea.compte)
    return client


def deposer(assure, titre: str, *, genre: str = "decompte", le: datetime, personnes=()) -> Document:
    return Document.objects.create(
        assure=assure, genre=genre, titre=titre, nom_fichier="x.pdf", empreinte=titre, fichier="documents/00/x",
        taille=1000, cree_le=le, personnes=list(personnes),
    )  # fmt: skip


def a(jour: int, mois: int = 3, heure: int = 12) -> datetime:
    return datetime(2026, mois, jour, heure, tzinfo=PARIS)


def titres(page) -> list[str]:
    return re.findall(
        r"</svg>\s*(\S[^<]*)<span class=\"hors-ecran\">[^<]*</span></a> <span class=\"discret\">PDF",
        page.content.decode(),
    )


def test_each_kind_of_paper_has_a_name_here():
    assert {papier.genre for papier in TOUS.values()} <= set(liste.GENRES)


def test_nobody_else_finds_them(connectee, lea, voisin, client):
    deposer(voisin, "Autre", le=a(1))
    assert titres(connectee.get(ADRESSE)) == []
    client.logout()
    assert client.get(ADRESSE).status_code == 302
    connecter(client, creer_agent().compte)
    assert client.get(ADRESSE).status_code == 404


def test_papers_come_month_by_month_the_latest_first_with_who_they_are_for(connectee, lea, hugo):
    deposer(lea, "Un", le=a(28, 2), personnes=[lea.personne.public_id])
    deposer(lea, "Deux", le=a(2), personnes=[lea.personne.public_id, hugo.public_id])
    page = connectee.get(ADRESSE)
    assert titres(page) == ["Deux", "Un"]
    texte = page.content.decode().replace("\u00a0", " ")
    assert "Mars 2026" in texte and "Février 2026" in texte
    assert "Fait le 2 mars 2026. Pour Léa et Hugo." in texte


@pytest.mark.parametrize(
    ("criteres", "attendus"),
    [
        ({"genre": "attestation_droits"}, ["C"]),
        ({"genre": "recapitulatif"}, []),
        ({"du": "02/03/2026"}, ["C", "B"]),
        ({"au": "01/03/2026"}, ["A"]),
        ({"du": "02/03/2026", "au": "02/03/2026"}, ["B"]),
    ],
)
def test_the_search_keeps_what_fits_by_days_of_paris(connectee, lea, criteres, attendus):
    deposer(lea, "A", le=a(1, heure=23))
    deposer(lea, "B", le=a(2, heure=0))
    deposer(lea, "C", le=a(3), genre="attestation_droits")
    assert titres(connectee.get(ADRESSE, criteres)) == attendus


def test_the_search_by_person(connectee, lea, hugo):
    deposer(lea, "Hugo", le=a(1), personnes=[hugo.public_id])
    deposer(lea, "Léa", le=a(2), personnes=[lea.personne.public_id])
    assert titres(connectee.get(ADRESSE, {"pour": hugo.public_id})) == ["Hugo"]


@pytest.mark.parametrize(
    ("criteres", "message"),
    [
        ({"du": "31/02/2026"}, "Saisissez une date qui existe"),
        ({"du": "02/03/2026", "au": "01/03/2026"}, "La fin de la période doit suivre son début."),
        ({"genre": "x"}, "Choisissez un type de la liste."),
        ({"pour": "x"}, "Choisissez une personne de la liste."),
    ],
)
def test_a_search_that_cannot_be_read_is_explained_and_shows_everything(connectee, lea, criteres, message):
    deposer(lea, "A", le=a(1))
    page = connectee.get(ADRESSE, criteres)
    assert page.content.decode().count(message) == 2
    assert titres(page) == ["A"]


def test_every_paper_is_met_once_page_after_page_at_the_same_cost(connectee, lea):
    attendus = [deposer(lea, f"N{n}", le=a(1) - timedelta(hours=n // 3)).titre for n in range(2 * liste.PAR_PAGE + 5)]
    vus, suite, couts = [], ADRESSE, []
    while suite:
        with requetes() as faites:
            page = connectee.get(suite)
        couts.append(len(faites))
        vus += titres(page)
        trouve = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        suite = trouve[1].replace("&amp;", "&") if trouve else ""
    assert sorted(vus) == sorted(attendus)
    assert len(couts) == 3 and couts[1] == couts[2] == couts[0] + 1


def test_the_page_costs_what_it_costs(connectee, lea, hugo):
    for n in range(5):
        deposer(lea, f"N{n}", le=a(1), personnes=[hugo.public_id])
    connectee.get(ADRESSE)
    with requetes() as faites:
        connectee.get(ADRESSE)
    assert len(faites) == 4, faites


def test_an_empty_list_says_what_to_do(connectee):
    page = connectee.get(ADRESSE).content.decode()
    assert "Aucun document pour le moment" in page
