"""How the site is served: the one command line of the web server, for the demo, the image, the bench and the tests.

`python -m ameli.superviseur.web --host 0.0.0.0 --port 8000` becomes that server.
"""

from __future__ import annotations

import argparse
import os
import sys

APPLICATION = "ameli.asgi:application"
ENTETES = 15  # seconds to send the headers of a request; also how long a connection stays open without one
CONNEXIONS = 4096  # open at once in one process, whether they ask something or not; the others wait to be taken
ARRET = 8  # seconds that a process has to finish what it answers; the image is given ten


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
    choix = lecteur.parse_args()
    serveur = commande(port=choix.port, hote=choix.host, ouvriers=choix.workers)
    os.execv(serveur[0], serveur)


if __name__ == "__main__":
    main()
