"""Servers and workers are killed for real: nothing is lost, nothing is done twice, and it all ends by itself."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis as redis_py

from ameli.superviseur.serveurs import Postgres, Redis

pytestmark = [pytest.mark.chaos, pytest.mark.vraie_horloge("workers and servers are processes of their own")]
RACINE = Path(__file__).resolve().parent.parent.parent


class Monde:
    """A PostgreSQL, a Redis and processes of the product, all of them only of this test."""

    def __init__(self, dossier: Path) -> None:
        self.postgres, self.redis = Postgres(dossier / "pg"), Redis(dossier / "redis")
        self.processus: list[subprocess.Popen] = []
        self.deja_dit = 0
        self.sortie = open(dossier / "processus.log", "ab")  # noqa: SIM115  closed by fermer()
        self.postgres.demarrer()
        self.redis.demarrer()
        self.env = {
            **os.environ, "DATABASE_URL": self.postgres.url(), "REDIS_URL": self.redis.url(), "AMELI_BAC_A_SABLE": "1",
            "DJANGO_SETTINGS_MODULE": "ameli.settings", "CELERY_SKIP_CHECKS": "1",
        }  # fmt: skip
        self.executer("manage.py", "migrate", "noyau", "--skip-checks", "-v0")

    def executer(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, *arguments], cwd=RACINE, env=self.env, check=True, stdout=self.sortie, stderr=self.sortie
        )

    def lancer(self, *arguments: str) -> subprocess.Popen:
        processus = subprocess.Popen(
            [sys.executable, *arguments], cwd=RACINE, env=self.env,
            stdout=self.sortie, stderr=self.sortie, start_new_session=True,
        )  # fmt: skip
        self.processus.append(processus)
        return processus

    def ouvrier(self, *options: str) -> subprocess.Popen:
        return self.lancer(
            "-m", "celery", "-A", "ameli", "worker", "-c", "1", "-l", "INFO",
            "--without-gossip", "--without-mingle", *options,
        )  # fmt: skip

    def planificateur(self) -> subprocess.Popen:
        return self.lancer("-m", "celery", "-A", "ameli", "beat", "-l", "INFO", "--pidfile=")

    def boucle(self) -> subprocess.Popen:
        return self.lancer("manage.py", "balayer", "--boucle")

    def tuer(self, processus: subprocess.Popen) -> None:
        """SIGKILL to it and to its children."""
        os.killpg(processus.pid, signal.SIGKILL)
        processus.wait()

    def tuer_et_relancer_postgres(self) -> None:
        """SIGKILL to the postmaster. Its orphans take a moment to leave: until then a new one refuses to start."""
        self.postgres.processus.kill()
        self.postgres.processus.wait()
        fin = time.monotonic() + 15
        while time.monotonic() < fin:
            try:
                self.postgres.demarrer()
            except RuntimeError:
                pass
            time.sleep(0.3)
            if self.postgres.processus.poll() is None:
                return
        pytest.fail("PostgreSQL did not come back")

    def sql(self, requete: str, *valeurs: object) -> list[tuple]:
        with psycopg.connect(self.postgres.url(), autocommit=True) as connexion:
            curseur = connexion.execute(requete, valeurs)
            return curseur.fetchall() if curseur.description else []

    def semer(self, nombre: int, *, duree: float = 0) -> None:
        self.sql(
            "INSERT INTO noyau_echeance (genre, objet, cle, du_le, essai_le, etat, essais, erreur, donnees, creee_le) "
            "SELECT 'mesure', 'o' || n, gen_random_uuid()::text, now(), now(), 'EN_ATTENTE', 0, '', "
            "jsonb_build_object('duree', %s::float), now() FROM generate_series(1, %s) n",
            duree, nombre,
        )  # fmt: skip

    def sonner(self) -> None:
        self.executer(
            "-c",
            "import django; django.setup(); from ameli.noyau import sonnette, taches; assert sonnette.sonner(taches.balayer)",
        )

    def dit(self) -> str:
        """What the processes of this test have printed."""
        return Path(self.sortie.name).read_bytes()[self.deja_dit :].decode()

    def compte(self) -> tuple[int, int, int]:
        """(waiting, rows written by handlers, different keys among them)"""
        (ligne,) = self.sql(
            "SELECT (SELECT count(*) FROM noyau_echeance WHERE etat = 'EN_ATTENTE'), count(*), count(DISTINCT cle) FROM noyau_mesure"
        )
        return ligne

    def relancer_redis(self) -> None:
        self.redis.processus.kill()
        self.redis.processus.wait()
        self.redis.demarrer()

    def fermer(self) -> None:
        for processus in self.processus:
            if processus.poll() is None:
                self.tuer(processus)
        self.redis.arreter()
        self.postgres.arreter()
        self.sortie.close()


@pytest.fixture(scope="module")
def _monde() -> Iterator[Monde]:
    dossier = Path(tempfile.mkdtemp(prefix="ameli-chaos-"))
    dossier.chmod(0o711)
    monde = Monde(dossier)
    yield monde
    monde.fermer()
    shutil.rmtree(dossier, ignore_errors=True)


@pytest.fixture
def monde(_monde: Monde) -> Iterator[Monde]:
    _monde.sql("TRUNCATE noyau_echeance, noyau_mesure, noyau_battement")
    redis_py.Redis.from_url(_monde.redis.url()).flushall()
    _monde.deja_dit = _monde.sortie.tell()
    yield _monde
    for processus in _monde.processus:
        if processus.poll() is None:
            _monde.tuer(processus)
    _monde.processus.clear()


def attendre(condition: Callable[[], bool], secondes: float = 20) -> None:
    fin = time.monotonic() + secondes
    while not condition():
        if time.monotonic() > fin:
            pytest.fail("It did not happen in time")
        time.sleep(0.05)


def en_train_de_travailler(monde: Monde) -> bool:
    """A handler is inside its transaction: it has inserted its row, which nobody else sees yet."""
    return bool(
        monde.sql(
            "SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'noyau_mesure' AND l.mode = 'RowExclusiveLock'"
        )
    )


def test_a_worker_killed_in_the_middle_leaves_its_due_dates_to_the_next(monde):
    monde.semer(3, duree=0.2)
    premier = monde.ouvrier()
    attendre(lambda: en_train_de_travailler(monde))
    monde.tuer(premier)
    attendre(lambda: not en_train_de_travailler(monde))
    faites_avant = monde.compte()[1]
    assert faites_avant < 3
    monde.ouvrier()
    attendre(lambda: monde.compte() == (0, 3, 3))


def test_a_loop_killed_in_the_middle_leaves_its_due_dates_to_the_next_and_ends_cleanly_when_asked(monde):
    monde.semer(3, duree=0.2)
    premiere = monde.boucle()
    attendre(lambda: en_train_de_travailler(monde))
    monde.tuer(premiere)
    seconde = monde.boucle()
    attendre(lambda: monde.compte() == (0, 3, 3))
    seconde.terminate()
    assert seconde.wait(timeout=5) == 0


def test_without_redis_the_loop_does_everything_and_a_flush_loses_nothing(monde):
    monde.semer(50)
    monde.sonner()
    redis_py.Redis.from_url(monde.redis.url()).flushall()
    monde.redis.processus.kill()
    monde.redis.processus.wait()
    try:
        monde.boucle()
        attendre(lambda: monde.compte() == (0, 50, 50))
    finally:
        monde.redis.demarrer()


def test_a_worker_hears_again_after_redis_came_back_empty_and_while_it_is_deaf_the_loop_works(monde):
    ouvrier = monde.ouvrier()
    attendre(lambda: bool(monde.sql("SELECT 1 FROM noyau_battement WHERE nom = 'balayage'")))
    monde.redis.processus.kill()
    monde.redis.processus.wait()
    monde.semer(20)
    boucle = monde.boucle()
    attendre(lambda: monde.compte() == (0, 20, 20))
    monde.tuer(boucle)
    monde.redis.demarrer()
    monde.semer(20)

    def sonne_et_fait() -> bool:
        monde.sonner()
        return monde.compte() == (0, 40, 40)

    attendre(sonne_et_fait)
    assert ouvrier.poll() is None


def test_while_redis_is_silent_the_scheduler_does_the_work_and_the_worker_hears_again_after(monde):
    ouvrier = monde.ouvrier()
    attendre(lambda: bool(monde.sql("SELECT 1 FROM noyau_battement WHERE nom = 'balayage'")))
    planificateur = monde.planificateur()
    os.kill(monde.redis.processus.pid, signal.SIGSTOP)
    try:
        monde.semer(20)
        attendre(lambda: monde.compte() == (0, 20, 20), 90)
    finally:
        os.kill(monde.redis.processus.pid, signal.SIGCONT)
    monde.tuer(planificateur)
    monde.semer(20)

    def sonne_et_fait() -> bool:
        monde.sonner()
        return monde.compte() == (0, 40, 40)

    attendre(sonne_et_fait, 60)
    assert ouvrier.poll() is None


def test_a_worker_whose_answer_redis_did_not_hear_goes_on_listening(monde):
    monde.semer(1, duree=1)
    ouvrier = monde.ouvrier(
        "--without-heartbeat"
    )  # what it says first to a silent Redis is that it has served the ring
    attendre(lambda: en_train_de_travailler(monde))
    os.kill(monde.redis.processus.pid, signal.SIGSTOP)
    try:
        attendre(lambda: monde.compte() == (0, 1, 1))
        attendre(lambda: "Couldn't ack" in monde.dit(), 40)
    finally:
        os.kill(monde.redis.processus.pid, signal.SIGCONT)
    monde.semer(20)
    monde.sonner()
    attendre(lambda: monde.compte() == (0, 21, 21))
    assert ouvrier.poll() is None


def test_ten_restarts_of_redis_in_a_row_leave_worker_and_scheduler_at_work(monde):
    ouvrier, planificateur = monde.ouvrier(), monde.planificateur()
    attendre(lambda: bool(monde.sql("SELECT 1 FROM noyau_battement WHERE nom = 'balayage'")), 40)
    for _ in range(10):
        monde.relancer_redis()
        monde.semer(5)
    attendre(lambda: monde.compte() == (0, 50, 50), 60)
    assert (ouvrier.poll(), planificateur.poll()) == (None, None)


def test_a_scheduler_without_worker_nor_redis_works_alone(monde):
    monde.redis.processus.kill()
    monde.redis.processus.wait()
    try:
        monde.semer(20)
        monde.planificateur()
        attendre(lambda: monde.compte() == (0, 20, 20), 40)
    finally:
        monde.redis.demarrer()


def test_a_postgresql_that_restarts_interrupts_a_batch_and_loses_none_of_it(monde):
    monde.semer(5, duree=0.2)
    boucle = monde.boucle()
    attendre(lambda: en_train_de_travailler(monde))
    monde.tuer_et_relancer_postgres()
    attendre(lambda: monde.compte() == (0, 5, 5))
    assert boucle.poll() is None


def test_workers_and_loops_together_do_each_thing_once(monde):
    monde.semer(400)
    monde.ouvrier()
    monde.boucle()
    monde.boucle()
    attendre(lambda: monde.compte() == (0, 400, 400))
