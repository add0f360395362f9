"""A disk that has no room: a true one when the machine lets us mount it, one that answers as the kernel would otherwise."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage

REFUS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO, errno.EFBIG)


@contextmanager
def plein(code: int = errno.ENOSPC, *, apres: int = 0) -> Iterator[None]:
    """While it lasts, nothing can be written under AMELI_MEDIA, for this reason, after so many files that still had room."""
    ecrire, places = FileSystemStorage._save, [None] * apres

    def refuser(*fichier: Any) -> str:
        if places:
            places.pop()
            return ecrire(*fichier)
        raise OSError(code, os.strerror(code))

    with pytest.MonkeyPatch.context() as panne:
        panne.setattr(FileSystemStorage, "_save", refuser)
        yield


@contextmanager
def petit(dossier: Path, taille: str = "64k") -> Iterator[Path]:
    """`dossier` is a file system of this size; the test is skipped where nobody may mount one."""
    dossier.mkdir()
    montage = ["mount", "-t", "tmpfs", "-o", f"size={taille}", "tmpfs", str(dossier)]
    if os.geteuid() != 0 or subprocess.run(montage, capture_output=True, check=False).returncode != 0:
        pytest.skip("only an administrator mounts a small disk")
    try:
        yield dossier
    finally:
        subprocess.run(["umount", "-l", str(dossier)], check=True)
