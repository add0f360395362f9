"""What Linux must be asked for so that no child outlives its parent and no dead one passes for alive."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def mourir_avec_le_parent(numero: int) -> Callable[[], None]:
    """A `preexec_fn`: the kernel sends `numero` to the child when its parent dies, even by SIGKILL."""
    parent = os.getpid()

    def preparer() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, numero, 0, 0, 0)
        if os.getppid() != parent:  # it died between the fork and the call
            os.kill(os.getpid(), signal.SIGKILL)

    return preparer


def vit(pid: int) -> bool:
    """Whether a process runs. A zombie does not, though `kill(pid, 0)` says so: where nothing reaps, they stay."""
    try:
        etat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return etat not in "ZX"


def naissance(pid: int) -> str:
    """The kernel's date of birth of a process: a number that was given again has another one. "" when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def tuer_le_groupe(groupe: int, numero: int = signal.SIGKILL) -> None:
    try:
        os.killpg(groupe, numero)
    except (ProcessLookupError, PermissionError):
        pass


def processus_dans(dossier: Path) -> list[int]:
    """The living processes whose working directory is `dossier`: PostgreSQL's all stand in their data."""
    trouves = []
    for entree in Path("/proc").iterdir():
        if not entree.name.isdigit():
            continue
        try:
            ici = os.readlink(entree / "cwd") == str(dossier)
        except OSError:
            continue
        if ici and vit(int(entree.name)):
            trouves.append(int(entree.name))
    return trouves
