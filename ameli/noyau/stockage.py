"""Where received pieces and produced papers are kept: a folder that may be full, or closed to writing, and says so.

`ameli.noyau.stockage_distant` is the same in an object store.
"""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import HttpRequest, HttpResponse

from ameli.noyau.pages_erreur import maintenance
from ameli.noyau.televersement.controle import FichierRefuse

log = structlog.get_logger(__name__)

PHRASE = (
    "Nous ne pouvons pas garder de fichier en ce moment. Réessayez dans une heure : ce que vous avez écrit reste là."
)
ESSAI = b"\0" * 4096


class StockagePlein(FichierRefuse):
    """No file can be kept for now, whatever it is: no room, a quota, a disk that went read-only. Nothing of it is left."""

    def __init__(self) -> None:
        super().__init__(PHRASE)


class Coffre(FileSystemStorage):
    """The folder AMELI_MEDIA. Raises StockagePlein when a file cannot be written whole."""

    def _save(self, name: str, content: File) -> str:
        try:
            return super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out
        except OSError as panne:
            with suppress(OSError):
                os.unlink(self.path(name))
            log.error("stockage_plein", cause=errno.errorcode.get(panne.errno or 0, type(panne).__name__))
            raise StockagePlein from panne

    def mesurer(self) -> dict[str, Any]:
        """As `mesurer` below."""
        dossier = Path(self.location)
        try:
            dossier.mkdir(parents=True, exist_ok=True)
            place = os.statvfs(dossier)
            libres = {
                "octets_libres": place.f_bavail * place.f_frsize,
                "inodes_libres": place.f_favail if place.f_files else None,
            }
        except OSError:
            return {"octets_libres": 0, "inodes_libres": None, "ecriture": False}
        return {**libres, "ecriture": _s_ecrit(dossier)}


class SansPlace:
    """Middleware: where a page has no words of its own for a file that cannot be kept, « réessayez » and 503 instead of a failure."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return maintenance(request) if isinstance(exception, StockagePlein) else None


def mesurer() -> dict[str, Any]:
    """What an operator watches: {"octets_libres": int|None, "inodes_libres": int|None, "ecriture": bool}.

    None: nobody counts them there. A block is really written, then forgotten: quotas and disks gone read-only show in no
    figure.
    """
    coffre: Any = default_storage
    return coffre.mesurer()


def suffit(mesure: dict[str, Any]) -> bool:
    """Is there room for a day of work (`settings.DISQUE`)?"""
    octets, inodes = mesure["octets_libres"], mesure["inodes_libres"]
    return (
        mesure["ecriture"]
        and (octets is None or octets >= settings.DISQUE["octets_minimum"])
        and (inodes is None or inodes >= settings.DISQUE["inodes_minimum"])
    )


def _s_ecrit(dossier: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=dossier, buffering=0) as essai:
            return essai.write(ESSAI) == len(ESSAI)
    except OSError:
        return False
