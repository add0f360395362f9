"""How uploads are received: in memory, never in a temporary file where health papers would lie in clear, and no more than allowed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class EnMemoire(FileUploadHandler):
    """Keeps a file up to its limit and lets the rest flow by, so that the page can answer with a sentence.

    `tronque(fichier)` says "fichier" when the file itself was too big, "envoi" when all of them together were.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.envoi = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.contenu, self.taille, self.tronque = BytesIO(), 0, ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taille += len(raw_data)
        if self.tronque:
            return
        if self.taille > settings.TELEVERSEMENT["octets_maximum"]:
            self.tronque = "fichier"
        elif self.envoi + self.taille > settings.TELEVERSEMENT["envoi_maximum"]:
            self.tronque = "envoi"
        if self.tronque:
            self.contenu = BytesIO()
        else:
            self.contenu.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.envoi += 0 if self.tronque else self.taille
        self.contenu.seek(0)
        fichier = InMemoryUploadedFile(
            file=self.contenu, field_name=self.field_name, name=self.file_name, content_type=self.content_type,
            size=file_size, charset=self.charset, content_type_extra=self.content_type_extra,
        )  # fmt: skip
        fichier.tronque = self.tronque  # type: ignore[attr-defined]
        return fichier


def tronque(fichier: Any) -> str:
    """Why the file was not kept whole: "fichier", "envoi"; empty when it was."""
    return getattr(fichier, "tronque", "")
