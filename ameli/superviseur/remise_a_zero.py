"""`make reset`: forget the demo's data. The environment stays. Standard library alone."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from pathlib import Path

LOCAL = Path(__file__).resolve().parent.parent.parent / ".local"


def remettre_a_zero() -> int:
    """Refused while the demo runs: its data would be taken from under it."""
    if not LOCAL.exists():
        print("Rien à oublier.")
        return 0
    descripteur = os.open(LOCAL / "verrou", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("La démonstration tourne : arrêtez-la d’abord (Ctrl-C dans son terminal).", file=sys.stderr)
        return 1
    ailleurs = LOCAL / "emplacement-postgres"
    if ailleurs.exists():
        shutil.rmtree(ailleurs.read_text().strip(), ignore_errors=True)
    shutil.rmtree(LOCAL)
    print("Les données de la démonstration sont oubliées.")
    return 0


if __name__ == "__main__":
    sys.exit(remettre_a_zero())
