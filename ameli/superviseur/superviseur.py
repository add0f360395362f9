"""The parent of every process of the demo: one per folder, starts, watches, stops, and clears up after a killed self."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ameli.superviseur.enfants import Enfant
from ameli.superviseur.processus import naissance, tuer_le_groupe, vit

PAS = 0.1  # seconds between two looks at the children


class DejaEnRoute(Exception):
    """Another supervisor holds this folder; the message says where it answers."""


class ArretDemande(Exception):
    """Ctrl-C or SIGTERM came during the start."""


class Superviseur:
    """Children are started in the order of `ajouter` and stopped in the order of their `rang`, smallest first."""

    def __init__(self, local: Path) -> None:
        self.local = local
        self._enfants: list[tuple[int, Enfant]] = []
        self._rondes: list[tuple[float, Callable[[], None]]] = []
        self._fin = threading.Event()
        self._verrou: int | None = None

    # One per folder

    def prendre_le_dossier(self) -> None:
        """Hold `.local` for as long as we live, and end what a killed supervisor may have left behind."""
        self.local.mkdir(parents=True, exist_ok=True)
        descripteur = os.open(self.local / "verrou", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descripteur)
            raise DejaEnRoute(self._lire("adresse") or "adresse pas encore connue") from None
        self._verrou = descripteur
        (self.local / "adresse").unlink(missing_ok=True)
        self._finir_les_restes()

    def annoncer(self, adresse: str) -> None:
        (self.local / "adresse").write_text(adresse)

    def _lire(self, nom: str) -> str:
        try:
            return (self.local / nom).read_text().strip()
        except OSError:
            return ""

    def _finir_les_restes(self) -> None:
        for nom, pid, ne in json.loads(self._lire("processus.json") or "[]"):
            if vit(pid) and naissance(pid) == ne:
                dire(f"Reste d’un démarrage interrompu : {nom} ({pid}), arrêté.")
                # PostgreSQL is only asked: it writes its data, and its next start waits for its last process.
                tuer_le_groupe(pid, signal.SIGINT if nom == "postgres" else signal.SIGKILL)
        self._noter()

    def _noter(self) -> None:
        vivants = [(e.nom, e.processus.pid, naissance(e.processus.pid)) for _, e in self._enfants if e.processus]
        brouillon = self.local / "processus.json.nouveau"
        brouillon.write_text(json.dumps(vivants))
        brouillon.replace(self.local / "processus.json")

    # Life

    def ecouter_les_signaux(self) -> None:
        for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(numero, self._recevoir)

    def _recevoir(self, *_: object) -> None:
        if self._fin.is_set():  # asked twice: no more politeness
            for _rang, enfant in self._par_rang():
                enfant.tuer()
            os._exit(130)
        self._fin.set()

    @property
    def fin_demandee(self) -> bool:
        return self._fin.is_set()

    def ajouter(self, enfant: Enfant, rang: int) -> Enfant:
        """Start a child now."""
        self._enfants.append((rang, enfant))
        self._lancer(enfant)
        return enfant

    def _lancer(self, enfant: Enfant) -> None:
        enfant.lancer()
        self._noter()

    def attendre(self, condition: Callable[[], bool], quoi: str, secondes: float = 60) -> None:
        """Wait for `condition` while watching over the children. `RuntimeError` when it does not come."""
        limite = time.monotonic() + secondes
        while not condition():
            self.veiller()
            if self._fin.wait(0.05):
                raise ArretDemande
            if time.monotonic() > limite:
                raise RuntimeError(f"{quoi} ne répond pas après {secondes:.0f} secondes")

    def executer(self, commande: list, *, env: dict[str, str], racine: Path) -> None:
        """Run a step of the start to its end. `RuntimeError` when it fails."""
        with subprocess.Popen(commande, cwd=racine, env={**os.environ, **env}, start_new_session=True) as etape:
            while etape.poll() is None:
                if self._fin.wait(0.05):
                    tuer_le_groupe(etape.pid)
                    raise ArretDemande
            if etape.returncode:
                raise RuntimeError("La préparation a échoué ; la raison est écrite au-dessus")

    def chaque(self, secondes: float, ronde: Callable[[], None]) -> None:
        """Call `ronde` every so many seconds while everything runs."""
        self._rondes.append((secondes, ronde))

    def tourner(self) -> None:
        """Watch until asked to stop."""
        prochaines = [time.monotonic() + secondes for secondes, _ in self._rondes]
        while not self._fin.wait(PAS):
            self.veiller()
            for rang, (secondes, ronde) in enumerate(self._rondes):
                if time.monotonic() >= prochaines[rang]:
                    prochaines[rang] = time.monotonic() + secondes
                    ronde()

    def veiller(self) -> None:
        """Start again what has died."""
        for _, enfant in self._enfants:
            if enfant.processus is not None and not enfant.vivant:
                code = enfant.processus.returncode
                lignes = enfant.dernieres_lignes()
                attente = enfant.constater_la_mort()
                dire(f"{enfant.nom} s’est arrêté ({code}), relancé dans {attente:.1f} s. Journal : {enfant.journal}")
                for ligne in lignes:
                    dire(f"    {enfant.nom} | {ligne[:200]}")
            elif enfant.a_relancer:
                self._relancer(enfant)

    def _relancer(self, enfant: Enfant) -> None:
        try:
            self._lancer(enfant)
        except (OSError, RuntimeError, subprocess.SubprocessError) as panne:
            dire(f"{enfant.nom} ne se relance pas : {panne}")
            enfant.repousser()

    def arreter(self) -> None:
        """Everything, in order."""
        self._fin.set()
        for _, enfant in self._par_rang():
            enfant.arreter()
        self._noter()
        (self.local / "adresse").unlink(missing_ok=True)

    def _par_rang(self) -> list[tuple[int, Enfant]]:
        return sorted(self._enfants, key=lambda couple: couple[0])


def dire(texte: str) -> None:
    """One line on the terminal; nothing when the terminal has gone."""
    try:
        print(texte, flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  lives as long as we do
