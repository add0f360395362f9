"""How the site is served: the one command line of the web server, for the demo, the image, the bench and the tests.

`python -m ameli.superviseur.web --host 0.0.0.0 --port 8000` runs that server and stops it gently: asked to, it first says so
for `--preavis` seconds (`/readyz` is not well, each answer ends its connection) while it still answers everybody; then it takes
nobody any more, finishes what it began, and is gone. Asked twice, it skips the first part.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ameli.superviseur.processus import mourir_avec_le_parent

APPLICATION = "ameli.asgi:application"
ENTETES = 15  # seconds to send the headers of a request; also how long a connection stays open without one
CONNEXIONS = 4096  # open at once in one process, whether they ask something or not; the others wait to be taken
ARRET = 8  # seconds that a process has to finish what it answers
DEMANDES = (signal.SIGTERM, signal.SIGINT)
PREAVIS = 12  # seconds of notice: longer than a proxy keeps an idle connection, or goes without asking how we are


def commande(
    *, port: int, hote: str = "127.0.0.1", ouvriers: int = 2, arret: int = ARRET, application: str = APPLICATION
) -> list[str]:
    """What to run. Bodies have their own limits (ameli.entree), since the server only hands on what it receives."""
    return [
        sys.executable, "-m", "granian", "--interface", "asginl", "--http", "1", "--no-ws", "--loop", "asyncio",
        "--host", hote, "--port", str(port), "--workers", str(ouvriers), "--respawn-failed-workers",
        "--http1-header-read-timeout", str(ENTETES * 1000), "--backlog", str(CONNEXIONS), "--backpressure", str(CONNEXIONS),
        "--workers-kill-timeout", str(arret), "--log-level", "warning", application,
    ]  # fmt: skip


def main() -> None:
    lecteur = argparse.ArgumentParser(prog="python -m ameli.superviseur.web", description=__doc__)
    lecteur.add_argument("--host", default="127.0.0.1")
    lecteur.add_argument("--port", type=int, default=8000)
    lecteur.add_argument("--workers", type=int, default=2)
    lecteur.add_argument(
        "--preavis", type=float, default=PREAVIS, help="seconds between being asked to stop and stopping"
    )
    choix = lecteur.parse_args()
    sys.exit(servir(commande(port=choix.port, hote=choix.host, ouvriers=choix.workers), choix.preavis))


def servir(serveur: list[str], preavis: float) -> int:
    """Run it until it ends or is asked to; its exit code."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {*DEMANDES, signal.SIGCHLD})
    with tempfile.TemporaryDirectory(prefix="compte-ameli-") as prive:
        retrait = Path(os.environ.get("AMELI_RETRAIT") or f"{prive}/retrait")
        retrait.unlink(missing_ok=True)  # of the life before
        processus = subprocess.Popen(serveur, env={**os.environ, "AMELI_RETRAIT": str(retrait)}, preexec_fn=_enfant())
        if _demande(processus):
            retrait.touch()
            _demande(processus, preavis)
            processus.terminate()
        fini = processus.wait()
        retrait.unlink(missing_ok=True)
        return fini


def _demande(processus: subprocess.Popen, secondes: float = threading.TIMEOUT_MAX) -> bool:
    """Wait until we are asked to stop; False when it did not come in time, or the server ended by itself."""
    fin = time.monotonic() + secondes
    while processus.poll() is None and (reste := fin - time.monotonic()) > 0:
        recu = signal.sigtimedwait({*DEMANDES, signal.SIGCHLD}, reste)
        if recu is not None and recu.si_signo in DEMANDES:
            return True
    return False


def _enfant() -> Callable[[], None]:
    """What the server does before it begins: it hears signals, and ends with us."""
    mourir = mourir_avec_le_parent(signal.SIGTERM)

    def preparer() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        mourir()

    return preparer


if __name__ == "__main__":
    main()
