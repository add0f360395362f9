"""The supervisor and its servers are killed for real: what dies comes back, what is stopped leaves nothing."""

from __future__ import annotations

import json
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

from ameli.superviseur.processus import vit
from ameli.superviseur.serveurs import Postgres

pytestmark = [pytest.mark.chaos, pytest.mark.vraie_horloge("the servers and the supervisor are processes of their own")]
RACINE = Path(__file__).resolve().parent.parent.parent


class Machine:
    """A light supervisor in a folder of its own."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.processus: subprocess.Popen[str] | None = None

    def demarrer(self) -> None:
        self.processus = self.lancer()
        assert self.processus.stdout is not None
        lignes = []
        while (ligne := self.processus.stdout.readline()) and ligne.strip() != "prêt":
            lignes.append(ligne)
        assert ligne, "".join(lignes)

    def lancer(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.machine.leger", self.dossier], cwd=RACINE, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def enfants(self) -> dict[str, int]:
        return {nom: pid for nom, pid, _ in json.loads((self.dossier / "processus.json").read_text())}

    def tous(self) -> list[int]:
        """Every living process that was told this folder or stands in it, and the idle child with its own child."""
        trouves = []
        for entree in Path("/proc").iterdir():
            if entree.name.isdigit() and vit(int(entree.name)):
                try:
                    commande = (entree / "cmdline").read_bytes().decode(errors="replace")
                    ici = os.readlink(entree / "cwd")
                except OSError:
                    continue
                if str(self.dossier) in f"{commande} {ici}":
                    trouves.append(int(entree.name))
        return trouves + [pid for pid in self.enfants().values() if vit(pid)]

    def sql(self, requete: str) -> list[tuple]:
        with psycopg.connect(Postgres(self.dossier / "postgres").url(), autocommit=True, connect_timeout=3) as base:
            curseur = base.execute(requete)
            return curseur.fetchall() if curseur.description else []

    def base_repond(self) -> bool:
        try:
            return self.sql("SELECT 1") == [(1,)]
        except psycopg.Error:
            return False

    def fermer(self) -> None:
        if self.processus:
            self.processus.terminate()
            self.processus.communicate(timeout=30)


@pytest.fixture
def machine() -> Iterator[Machine]:
    dossier = Path(tempfile.mkdtemp(prefix="ameli-machine-"))
    dossier.chmod(0o711)
    une = Machine(dossier)
    try:
        une.demarrer()
        yield une
    finally:
        une.fermer()
        shutil.rmtree(dossier, ignore_errors=True)


def attendre(condition: Callable[[], bool], secondes: float = 15) -> bool:
    fin = time.monotonic() + secondes
    while time.monotonic() < fin:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


@pytest.mark.parametrize("nom", ["dormeur", "redis", "postgres"])
def test_a_killed_child_comes_back(machine, nom):
    mort = machine.enfants()[nom]
    os.kill(mort, signal.SIGKILL)
    assert attendre(lambda: machine.enfants().get(nom, mort) != mort)
    assert attendre(machine.base_repond)


def test_committed_data_survives_the_death_of_postgres_and_then_of_the_supervisor(machine):
    machine.sql("CREATE TABLE note (texte text)")
    machine.sql("INSERT INTO note VALUES ('gardée')")
    os.kill(machine.enfants()["postgres"], signal.SIGKILL)
    assert attendre(lambda: machine.base_repond() and machine.sql("SELECT texte FROM note") == [("gardée",)])
    machine.processus.kill()
    machine.processus.communicate()
    machine.demarrer()
    assert machine.sql("SELECT texte FROM note") == [("gardée",)]


def test_a_killed_supervisor_takes_its_children_along(machine):
    enfants = machine.enfants()
    machine.processus.kill()
    machine.processus.communicate()
    machine.processus = None
    assert attendre(lambda: not any(vit(pid) for pid in enfants.values()))


@pytest.mark.parametrize("numero", [signal.SIGINT, signal.SIGTERM])
def test_being_asked_to_stop_leaves_no_process(machine, numero):
    debut = time.monotonic()
    machine.processus.send_signal(numero)
    machine.processus.communicate(timeout=15)
    assert time.monotonic() - debut < 10
    assert attendre(lambda: not machine.tous(), 2), machine.tous()
    machine.processus = None


def test_a_second_one_in_the_same_folder_says_where_the_first_answers(machine):
    second = machine.lancer()
    sortie, _ = second.communicate(timeout=15)
    assert second.returncode == 1
    assert "http://localhost:1234/" in sortie
    assert machine.base_repond()


def test_a_lock_left_by_a_process_that_runs_no_more_does_not_stop_postgres(machine):
    machine.processus.terminate()
    machine.processus.communicate(timeout=15)
    (machine.dossier / "postgres" / "donnees" / "postmaster.pid").write_text("999999\n")
    machine.demarrer()
    assert machine.base_repond()
