"""ICC profiles as cameras, scanners and presses put into their pictures: written here, so that nobody's are copied."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageCms

BLANC = (0.9642, 1.0, 0.8249)  # D50, the white of every profile
# Of ProPhoto RGB: far from those of a page, so that forgetting them is seen.
LARGES = ((0.7977, 0.2880, 0.0), (0.1352, 0.7119, 0.0), (0.0313, 0.0001, 0.8249))


def _fixe(nombre: float) -> int:
    return round(nombre * 65_536)


def _xyz(point: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *map(_fixe, point))


def _courbe(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"


def _profil(genre: bytes, espace: bytes, reperes: bytes, balises: dict[bytes, bytes]) -> bytes:
    """A profile of version 2: its head, the table of its tags, what they say."""
    place, table, corps = 128 + 4 + 12 * len(balises), b"", b""
    for nom, dit in balises.items():
        table += nom + struct.pack(">II", place + len(corps), len(dit))
        corps += dit + b"\0" * (-len(dit) % 4)
    tete = struct.pack(">I", place + len(corps)) + b"\0" * 4 + struct.pack(">I", 0x02400000) + genre + espace + reperes
    tete += b"\0" * 12 + b"acsp" + b"\0" * 28 + struct.pack(">3i", *map(_fixe, BLANC)) + b"\0" * 48
    return tete + struct.pack(">I", len(balises)) + table + corps


@cache
def large() -> bytes:
    """The colours of a camera that sees more of them than a page."""
    rouge, vert, bleu = map(_xyz, LARGES)
    traits = {b"wtpt": _xyz(BLANC), b"rXYZ": rouge, b"gXYZ": vert, b"bXYZ": bleu}
    return _profil(b"mntr", b"RGB ", b"XYZ ", traits | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _courbe(1.8)))


@cache
def gris_lineaire() -> bytes:
    """The greys of a scanner that counts light and not what the eye makes of it."""
    return _profil(b"scnr", b"GRAY", b"XYZ ", {b"wtpt": _xyz(BLANC), b"kTRC": _courbe(1.0)})


@cache
def presse() -> bytes:
    """Four inks, none of which is as pure as in theory: the colour of each mix, in Lab of 8 bits."""
    encres = ((0.25, 0.55, 0.75), (0.8, 0.2, 0.45), (0.95, 0.85, 0.25), (0.25, 0.25, 0.25))
    melanges = b""
    lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    for rang in range(16):
        vu = [255.0] * 3
        for numero, encre in enumerate(encres):
            if rang >> (3 - numero) & 1:
                vu = [point * teinte for point, teinte in zip(vu, encre, strict=True)]
        point = Image.new("RGB", (1, 1), tuple(map(round, vu)))
        clarte, a, b = ImageCms.applyTransform(point, lab).tobytes()  # type: ignore[union-attr]
        melanges += bytes((clarte, (a + 128) % 256, (b + 128) % 256))
    droite = bytes(range(256))
    matrice = struct.pack(">9i", *(_fixe(n) for n in (1, 0, 0, 0, 1, 0, 0, 0, 1)))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrice + droite * 4 + melanges + droite * 3
    return _profil(b"prtr", b"CMYK", b"Lab ", {b"wtpt": _xyz(BLANC), b"A2B0": table})


def ecrit_avec(image: Image.Image, profil: bytes) -> Image.Image:
    """The same colours as `image`, in the numbers of `profil`."""
    return ImageCms.profileToProfile(
        image, ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(profil)), outputMode=image.mode
    )  # type: ignore[return-value]


def vu_avec(image: Image.Image, profil: bytes) -> Image.Image:
    """What the numbers of `image` look like, once `profil` is read."""
    return ImageCms.profileToProfile(
        image, ImageCms.ImageCmsProfile(io.BytesIO(profil)), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )  # type: ignore[return-value]
