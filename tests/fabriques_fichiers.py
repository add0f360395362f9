"""Files for tests, good and bad, made on the spot."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo


def photo(
    largeur: int = 60, hauteur: int = 40, *, orientation: int = 1, couleur: str = "teal", **options: Any
) -> bytes:
    """A JPEG with a place, a camera and a comment in it; its left half is `couleur`, its right half white."""
    image = Image.new("RGB", (largeur, hauteur), "white")
    image.paste(couleur, (0, 0, largeur // 2, hauteur))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = orientation, "AppareilDeLea", {1: "N", 2: (43.9, 0.0, 0.0)}
    sortie = io.BytesIO()
    image.save(sortie, "JPEG", exif=exif, comment=b"Dans le salon de Lea", **options)
    return sortie.getvalue()


def capture(mode: str = "RGBA", taille: tuple[int, int] = (30, 20)) -> bytes:
    """A PNG with a text in it."""
    infos, sortie = PngInfo(), io.BytesIO()
    infos.add_text("Author", "LeaDuprat")
    Image.new(mode, taille).save(sortie, "PNG", pnginfo=infos)
    return sortie.getvalue()


def grande_image(largeur: int, hauteur: int) -> bytes:
    """A PNG that says that it is so big, in a few hundred bytes."""

    def morceau(genre: bytes, donnees: bytes) -> bytes:
        return struct.pack(">I", len(donnees)) + genre + donnees + struct.pack(">I", zlib.crc32(genre + donnees))

    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + morceau(b"IHDR", entete) + morceau(b"IDAT", zlib.compress(b"\0" * 1000))
        + morceau(b"IEND", b"")
    )  # fmt: skip


def pdf(pages: int = 1, *, racine: Any = None, page: Any = None, **options: Any) -> bytes:
    """A PDF; `racine(document)` and `page(document, first page)` change it before it is saved."""
    document, sortie = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page(page_size=(200, 200))
    if racine:
        racine(document)
    if page:
        page(document, document.pages[0])
    document.save(sortie, **options)
    return sortie.getvalue()


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200


def envoi(nom: str, octets: bytes, type_dit: str = "application/octet-stream") -> SimpleUploadedFile:
    """As a browser sends it."""
    return SimpleUploadedFile(nom, octets, content_type=type_dit)
