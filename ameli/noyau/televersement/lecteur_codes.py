"""The program that reads the barcodes of one picture: `python -I lecteur_codes.py`, the picture on its input.

It prints each number that it read, on a line: EAN-13, EAN-8 and UPC-A. It imports nothing of the product but the limits of its
neighbour, and gives them to itself before it reads a byte.
"""

from __future__ import annotations

import io
import math
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

LARGEUR = 1600  # points: beyond, a photo says nothing more of a label, and takes time
PETITE = 900
ECLAIRCIR = [round(255 * math.log1p(point) / math.log(256)) for point in range(256)]
ACCORD = 2  # looks that must read the same, and half as many as the best code: a mistaken one has a right key by chance


def regards(image: Any) -> Iterator[Any]:
    """The picture as the reader may see it best, one way after another."""
    from PIL import Image, ImageChops, ImageFilter, ImageOps

    gris = ImageOps.grayscale(image)
    if max(gris.size) > LARGEUR:
        gris.thumbnail((LARGEUR, LARGEUR), Image.Resampling.LANCZOS)
    yield gris
    yield gris.filter(ImageFilter.UnsharpMask(3, 200, 0))
    yield ImageOps.autocontrast(gris.filter(ImageFilter.MedianFilter(3)), cutoff=2)
    clair = gris.point(ECLAIRCIR)
    for rayon in (40, 15):  # in the shade, black and white stand as far apart as elsewhere once both are logarithms
        yield ImageChops.subtract(clair, clair.filter(ImageFilter.GaussianBlur(rayon)), scale=0.3, offset=140)
    if max(gris.size) > PETITE:
        petite = gris.copy()
        petite.thumbnail((PETITE, PETITE), Image.Resampling.LANCZOS)
        yield petite
    grande = gris.resize((gris.width * 3 // 2, gris.height * 3 // 2), Image.Resampling.BICUBIC)
    yield grande.filter(ImageFilter.UnsharpMask(5, 250, 0))
    for degres in (12, -12, 30, -30, 45):
        yield gris.rotate(degres, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def lire(octets: bytes) -> list[str]:
    """The digits of each code on which several looks agree."""
    import zxingcpp
    from PIL import Image

    genres = zxingcpp.BarcodeFormats(
        (zxingcpp.BarcodeFormat.EAN13, zxingcpp.BarcodeFormat.EAN8, zxingcpp.BarcodeFormat.UPCA)
    )
    vus: Counter[str] = Counter()
    for regard in regards(Image.open(io.BytesIO(octets))):
        lus = zxingcpp.read_barcodes(regard, formats=genres)
        vus.update({un.text for un in lus})
    assez = max(ACCORD, max(vus.values(), default=0) / 2)
    return [code for code, fois in vus.items() if fois >= assez]


def principal() -> None:
    sys.path.append(str(Path(__file__).parent))
    import_module("lecteur").se_limiter()
    for chiffres in lire(sys.stdin.buffer.read()):
        sys.stdout.write(f"{chiffres}\n")


if __name__ == "__main__":
    principal()
