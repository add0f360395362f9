"""A child of the supervisor: started, watched, started again with growing waits, stopped politely, then not."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from ameli.superviseur.processus import mourir_avec_le_parent, tuer_le_groupe
from ameli.superviseur.serveurs import Postgres, Redis

ATTENTE_MINIMALE, ATTENTE_MAXIMALE = 0.3, 30.0  # seconds before a dead child is started again
STABLE = 60.0  # seconds after which a child has proven itself: its next death starts from the small wait
JOURNAL_MAXIMUM = 5_000_000  # bytes; a larger log is put aside at the next start, one former is kept


class Enfant:
    """One process of a group of its own. `arret` is how long it may take to stop, in seconds."""

    signal_arret = signal.SIGTERM
    signal_brutal = signal.SIGKILL

    def __init__(self, nom: str, lancer: Callable[[], subprocess.Popen], *, journal: Path, arret: float = 3) -> None:
        self.nom, self._lancer, self.journal, self.arret = nom, lancer, journal, arret
        self.processus: subprocess.Popen | None = None
        self.lance_a = 0.0
        self._attente = ATTENTE_MINIMALE
        self._pas_avant = 0.0

    def lancer(self) -> None:
        self.processus = self._lancer()
        self.lance_a = time.monotonic()

    @property
    def vivant(self) -> bool:
        return self.processus is not None and self.processus.poll() is None

    @property
    def age(self) -> float:
        """Seconds since the last start."""
        return time.monotonic() - self.lance_a

    def constater_la_mort(self) -> float:
        """Clear away what the dead left, and say how many seconds to wait before starting it again."""
        self.balayer_le_groupe()
        self.processus = None
        if self.age > STABLE:
            self._attente = ATTENTE_MINIMALE
        return self.repousser()

    def repousser(self) -> float:
        """Wait twice as long as the time before; the wait in seconds."""
        attente = self._attente
        self._attente = min(self._attente * 2, ATTENTE_MAXIMALE)
        self._pas_avant = time.monotonic() + attente
        return attente

    @property
    def a_relancer(self) -> bool:
        return self.processus is None and time.monotonic() >= self._pas_avant

    def balayer_le_groupe(self) -> None:
        """Children of a killed child would hold its port."""
        if self.processus:
            tuer_le_groupe(self.processus.pid)

    def demander_la_fin(self) -> None:
        if self.vivant:
            assert self.processus is not None
            self.processus.send_signal(self.signal_arret)

    def arreter(self) -> None:
        """Ask, wait `arret` seconds, then kill the whole group."""
        if self.processus is None:
            return
        self.demander_la_fin()
        try:
            self.processus.wait(timeout=self.arret)
        except subprocess.TimeoutExpired:
            self.tuer()
        self.balayer_le_groupe()
        self.processus = None

    def tuer(self) -> None:
        if self.processus is None:
            return
        self.processus.send_signal(self.signal_brutal)
        self.balayer_le_groupe()
        self.processus.wait()

    def dernieres_lignes(self, nombre: int = 5) -> list[str]:
        """The end of the log, for the terminal."""
        try:
            with self.journal.open("rb") as fichier:
                fichier.seek(max(0, self.journal.stat().st_size - 4096))
                return [ligne for ligne in fichier.read().decode(errors="replace").splitlines() if ligne][-nombre:]
        except OSError:
            return []


class EnfantPostgres(Enfant):
    """Fast shutdown by SIGINT; even in haste by SIGQUIT: its own children then leave by themselves."""

    signal_arret = signal.SIGINT
    signal_brutal = signal.SIGQUIT

    def balayer_le_groupe(self) -> None:
        """A SIGKILL to a server process is what makes the others recover: they leave when their parent is gone."""


def programme(
    nom: str, commande: list, *, env: dict[str, str], racine: Path, journaux: Path, arret: float = 3
) -> Enfant:
    """A child that runs `commande` and writes in `journaux/nom.log`."""
    journal = journaux / f"{nom}.log"

    def lancer() -> subprocess.Popen:
        with ouvrir_journal(journal) as sortie:
            return subprocess.Popen(
                commande, cwd=racine, env={**os.environ, **env}, stdin=subprocess.DEVNULL, stdout=sortie,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=mourir_avec_le_parent(signal.SIGTERM),
            )  # fmt: skip

    return Enfant(nom, lancer, journal=journal, arret=arret)


def serveur(nom: str, embarque: Postgres | Redis) -> Enfant:
    """A child that is one of the embedded servers."""

    def lancer() -> subprocess.Popen:
        embarque.lancer()
        assert embarque.processus is not None
        return embarque.processus

    classe = EnfantPostgres if isinstance(embarque, Postgres) else Enfant
    return classe(nom, lancer, journal=embarque.dossier / f"{nom}.log", arret=6)


def ouvrir_journal(chemin: Path):
    """The log, to append to; a large one is put aside first."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    if chemin.exists() and chemin.stat().st_size > JOURNAL_MAXIMUM:
        chemin.replace(chemin.with_suffix(".log.1"))
    return chemin.open("ab")
