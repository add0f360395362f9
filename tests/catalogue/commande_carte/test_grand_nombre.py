"""However many orders there are, pages cost the same queries, and none of these reads all démarches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ameli.noyau import horloge
from demarches.models import Demarche
from demarches.moteur import examens
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.outils.commandes import semer
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
PEU, BEAUCOUP = 10, 400
LISTE = "admin:demarches_demarche_changelist"
TABLE = "demarches_demarche"
PARCOURS = re.compile(rf"Seq Scan on {TABLE}\b")


class Monde:
    """A caisse, some people with accounts, an agent."""

    def __init__(self, gens: int = 5) -> None:
        self.assures = [creer_assure(f"Ana{'abcdefghij'[rang % 10]}", serie=None) for rang in range(gens)]
        for assure in self.assures:
            creer_compte(assure)
        self.agent = creer_agent(self.assures[0].caisse, superviseur=False)

    def pages(self) -> dict[str, Callable[[], object]]:
        """What is looked at, each by somebody who is signed in now."""
        qui, guichet = connecter(Client(), self.assures[0].compte), connecter(Client(), self.agent.compte)
        premiere = examens.a_verifier(self.agent)[0]
        mienne = Demarche.objects.de(self.assures[0]).order_by("-deposee_le")[0]
        adresses = {
            "accueil": (qui, reverse("accueil")),
            "suivi": (qui, reverse("demarches:suivi")),
            "une démarche": (qui, reverse("demarches:detail", args=[mienne.reference])),
            "agents : accueil": (guichet, reverse("admin:index")),
            "agents : file": (guichet, reverse(LISTE)),
            "agents : filtrée": (guichet, f"{reverse(LISTE)}?controle=oui&teleservice=commande-carte-vitale"),
            "photos : file": (guichet, reverse("admin:demarches_demarche_photos")),
            "photos : une": (guichet, reverse("admin:demarches_demarche_images", args=[premiere.pk])),
        }
        return {
            **{nom: lambda client=client, adresse=adresse: client.get(adresse) for nom, (client, adresse) in adresses.items()},
            "photos : suivante": lambda: examens.ouvrir_la_suivante(self.agent),
        }  # fmt: skip


def compter(monde: Monde) -> dict[str, int]:
    comptes = {}
    for nom, voir in monde.pages().items():
        voir()
        with requetes() as vues:
            voir()
        comptes[nom] = len(vues)
    return comptes


@contextmanager
def sans_lecture_entiere() -> Iterator[None]:
    """PostgreSQL reads a whole table only where no index can serve: true of few rows as of many."""
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL enable_seqscan = off")
        yield
        curseur.execute("SET LOCAL enable_seqscan = on")


def lectures_entieres(monde: Monde) -> list[str]:
    """The pages of which a query reads all démarches."""
    fautes = []
    for nom, voir in monde.pages().items():
        voir()
        with CaptureQueriesContext(connection) as vues:
            voir()
        for requete in vues.captured_queries:
            sql = requete["sql"]
            if sql.startswith("SELECT") and f'"{TABLE}"' in sql:
                with connection.cursor() as curseur:
                    curseur.execute("EXPLAIN " + sql.replace("%", "%%"))
                    plan = "\n".join(ligne for (ligne,) in curseur.fetchall())
                if PARCOURS.search(plan):
                    fautes.append(f"{nom}: {sql[:200]}\n{plan}")
    return fautes


def test_queues_and_follow_up_make_the_same_queries_with_ten_orders_and_with_hundreds():
    monde, le = Monde(), horloge.maintenant()
    semer(monde.assures, PEU, le, heures=24)  # some late, some soon: every block of the home has its rows
    avant = compter(monde)
    semer(monde.assures, BEAUCOUP, le)
    assert compter(monde) == avant
    assert max(avant["photos : une"], avant["une démarche"]) <= 20
    assert max(avant["photos : file"], avant["agents : file"], avant["agents : accueil"]) <= 15


def test_no_query_of_these_pages_reads_all_demarches():
    monde = Monde()
    semer(monde.assures, PEU * 4, horloge.maintenant())
    with sans_lecture_entiere():
        assert lectures_entieres(monde) == []
