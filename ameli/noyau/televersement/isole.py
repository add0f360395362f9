"""A program that reads what a stranger made, in a process of its own: little of our environment, none of our secrets, and an end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DUREE = 30  # seconds, by the wall; the program's own limit is on its computing time
GARDES = ("PATH", "LD_LIBRARY_PATH", "LANG")


class TropLong(Exception):
    """It had not finished in time."""


def executer(programme: Path, octets: bytes, *arguments: str) -> tuple[int, bytes]:
    """Its status and what it printed, with `octets` on its input. Raises TropLong."""
    env = {nom: os.environ[nom] for nom in GARDES if nom in os.environ}
    commande = [sys.executable, "-I", str(programme), *arguments]
    try:
        fini = subprocess.run(commande, input=octets, capture_output=True, timeout=DUREE, env=env)
    except subprocess.TimeoutExpired:
        raise TropLong from None
    return fini.returncode, fini.stdout
