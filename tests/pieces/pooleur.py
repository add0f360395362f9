"""The whole product behind PgBouncer in transaction mode, with fewer lines to PostgreSQL than threads that want one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from ameli.noyau.postgresql.patience import PATIENCES
from ameli.noyau.processus import Genre
from ameli.superviseur.demo import port_libre
from ameli.superviseur.environnement import RACINE
from ameli.superviseur.serveurs import Postgres, Redis
from tests.bench.attente import attendre
from tests.exploitation import affluence, flotte
from tests.exploitation.test_plusieurs_machines import GENS, une_etape
from tests.machine.visite import Visite
from tests.parcours import test_soins_etranger
from tests.parcours.entree import entrer
from tests.parcours.lecteur import Lecteur
from tests.parcours.site import Site, ouvrir
from tests.pieces.conftest import lance

pytestmark = [pytest.mark.chaos, pytest.mark.vraie_horloge("the site and its servers are processes of their own")]
CONFIGURATION = RACINE / "docs" / "exploitation" / "pgbouncer" / "pgbouncer.ini"
WEBS, LIGNES = ("a", "b"), 3  # two webs of four threads share three lines to PostgreSQL


class Pooleur:
    """PgBouncer with the configuration of the documentation, in front of the server of a site."""

    def __init__(self, dossier: Path, pile: ExitStack) -> None:
        self.dossier, self.pile, self.port = dossier, pile, port_libre("127.0.0.1")

    def devant(self, postgres: Postgres, _: Redis) -> dict[str, str]:
        ici = self.dossier / "pgbouncer.ini"
        ici.write_text(adapter(CONFIGURATION.read_text(encoding="utf-8"), postgres, self.port))
        ici.chmod(0o644)
        journal = self.pile.enter_context(lance("pgbouncer", ici, dossier=self.dossier))
        attendre(lambda: f":{self.port}" in journal.read_text(), journal.read_text)
        return {"DATABASE_URL": self.url("commande"), "AMELI_POOLEUR": "1"}

    def url(self, nom: str) -> str:
        return f"postgres://ameli@127.0.0.1:{self.port}/{nom}"


def adapter(texte: str, postgres: Postgres, port: int) -> str:
    """The same configuration on this machine: without passwords, as the embedded server."""
    texte, bases = re.subn(r"host=postgres dbname=ameli", f"host={postgres.sockets} dbname=postgres", texte)
    assert bases == 3
    texte = texte.replace("pool_size=12", f"pool_size={LIGNES}")
    for la_bas, ici in {
        "listen_addr = *": "listen_addr = 127.0.0.1", "listen_port = 6432": f"listen_port = {port}\nunix_socket_dir =",
        "auth_type = scram-sha-256": "auth_type = any", "auth_file = /run/pgbouncer/userlist.txt\n": "",
    }.items():  # fmt: skip
        assert la_bas in texte, la_bas
        texte = texte.replace(la_bas, ici)
    return re.sub(r"(dbname=postgres)", r"\1 user=ameli", texte)


@pytest.fixture(scope="module")
def ensemble(dossier: Path) -> Iterator[tuple[Site, Pooleur, flotte.Flotte]]:
    with ExitStack() as pile:
        pooleur = Pooleur(dossier, pile)
        ouvertes: list[flotte.Flotte] = []

        @contextmanager
        def servir(port: int, env: dict[str, str], dossier: Path) -> Iterator[None]:
            with flotte.ouverte(port, {**env, "DATABASE_URL": pooleur.url("web")}, dossier, *WEBS) as une:
                ouvertes.append(une)
                yield

        site = pile.enter_context(ouvrir(pooleur.devant, servir))
        yield site, pooleur, ouvertes[0]


def test_each_kind_of_process_has_its_limits_and_no_other(ensemble):
    _, pooleur, _ = ensemble
    for genre in Genre:
        with psycopg.connect(pooleur.url(genre), prepare_threshold=None) as ligne:
            dites = dict(
                ligne.execute("SELECT name, setting::int FROM pg_settings WHERE name LIKE '%timeout'").fetchall()
            )
        voulues = {nom: int(secondes * 1000) for nom, secondes in PATIENCES[genre].gardees_par_le_serveur().items()}
        connues = {
            nom: dites[nom] for nom in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        }
        assert {nom: valeur for nom, valeur in connues.items() if valeur} == voulues


def test_a_request_with_files_is_sent_and_many_read_at_once_on_few_lines(ensemble):
    site, _, webs = ensemble
    pilote = Lecteur(site)
    entrer(pilote, site.personas()["chloe"])
    test_soins_etranger.demander(pilote)
    assert pilote.titre == "Votre demande est envoyée"
    gens = [une_etape(site, cle) for cle in GENS]
    with affluence.au_travail(webs.mandataire.port, gens) as tous:
        attendre(lambda: tous.faites > 200, lambda: f"{tous.faites} requests", 120)
    assert not tous.fautes, tous.fautes[:5]
    with psycopg.connect(site.postgres.url()) as directe:
        [(lignes,)] = directe.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ameli web'"
        ).fetchall()
        [(preparees,)] = directe.execute("SELECT count(*) FROM pg_prepared_statements").fetchall()
    assert 0 < lignes <= LIGNES
    assert preparees == 0


def test_commands_that_walk_the_clock_and_whole_tables_hold_across_transactions(ensemble):
    site, _, _ = ensemble
    assert "Échéances passées" in site.manage("horloge", "avancer", "48h")
    site.manage("verifier_journal")
    site.manage("tourner_cles_documents")  # reads a table in pieces, and writes between them
    with psycopg.connect(site.postgres.url()) as directe:
        [(verrous,)] = directe.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchall()
    assert verrous == 0


def test_agents_and_the_sweeper_work_on(ensemble):
    site, _, _ = ensemble
    agent = Visite(site, patience=30)
    agent.entrer_au_guichet("LANDES-01")
    agent.lire("/readyz?machine", "ok")
    site.manage("balayer")
