"""Received pieces and produced papers in an object store (AMELI_MEDIA=s3://…): the same encrypted bytes, for several machines.

Nothing in it has a public address; whoever reads goes through the site. A store that does not answer is a disk that fails.
"""

from __future__ import annotations

import errno
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from ameli.noyau.stockage import ESSAI, StockagePlein

log = structlog.get_logger(__name__)

ATTENTES = {"connect_timeout": 3, "read_timeout": 10, "retries": {"max_attempts": 2, "mode": "standard"}}  # seconds
ECRITURES_D_ESSAI = "essais/"


class CoffreDistant(S3Storage):
    """A bucket. Raises StockagePlein when a file cannot be written, OSError when the store does not answer."""

    def __init__(self, **options: Any) -> None:
        # What stores of every maker understand: names in the path, no checksums of their own at the end of a body.
        client = Config(
            signature_version="s3v4", s3={"addressing_style": "path"}, request_checksum_calculation="when_required",
            response_checksum_validation="when_required", **ATTENTES,
        )  # fmt: skip
        super().__init__(**options, default_acl=None, file_overwrite=False, querystring_auth=True, client_config=client)

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        try:
            return super().save(name, content, max_length)
        except (BotoCoreError, ClientError, OSError) as panne:
            log.error("stockage_plein", cause=type(panne).__name__)
            raise StockagePlein from panne

    def _open(self, name: str, mode: str = "rb") -> File:
        """The whole file: what is encrypted opens whole, or not at all. Raises FileNotFoundError, OSError."""
        with _panne_de_disque(), super()._open(name, mode) as fichier:
            return ContentFile(fichier.read(), name)

    def exists(self, name: str) -> bool:
        with _panne_de_disque():
            return super().exists(name)

    def delete(self, name: str) -> None:
        with _panne_de_disque():
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _panne_de_disque():
            return super().listdir(name)

    def get_modified_time(self, name: str) -> datetime:
        with _panne_de_disque():
            return super().get_modified_time(name)

    def url(self, name: str, *args: Any, **options: Any) -> str:
        raise NotImplementedError("no file has an address: it is read by a view, within a perimeter")

    def mesurer(self) -> dict[str, Any]:
        """As `stockage.mesurer`: a store has no end that it tells; a block is really written, then forgotten."""
        nom = f"{ECRITURES_D_ESSAI}{secrets.token_hex(8)}"
        try:
            self.save(nom, ContentFile(ESSAI))
            self.delete(nom)
        except (StockagePlein, OSError):
            return {"octets_libres": None, "inodes_libres": None, "ecriture": False}
        return {"octets_libres": None, "inodes_libres": None, "ecriture": True}


@contextmanager
def _panne_de_disque() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as panne:
        raise OSError(errno.EIO, f"the object store: {type(panne).__name__}") from panne
