"""Files for the examples of the rooms: drawn, nobody's, and sent as often as one likes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageDraw


@dataclass(frozen=True)
class Fichier:
    """A file as a browser sends it, that can be sent several times."""

    name: str
    octets: bytes
    content_type: str = "image/jpeg"

    def read(self, *args: Any) -> bytes:
        return self.octets


@cache
def portrait() -> bytes:
    """A drawn face on a plain ground, 35 × 45: nobody's photo."""
    image = Image.new("RGB", (700, 900), "#c9d3dc")
    dessin = ImageDraw.Draw(image)
    dessin.ellipse((190, 690, 510, 1100), fill="#31445c")
    dessin.rectangle((290, 620, 410, 740), fill="#d9a983")
    dessin.ellipse((185, 130, 515, 700), fill="#e3b78f")
    dessin.pieslice((175, 100, 525, 560), 180, 360, fill="#4a3426")
    dessin.ellipse((185, 220, 515, 700), fill="#e3b78f")
    for gauche in (255, 385):
        dessin.ellipse((gauche, 380, gauche + 60, 415), fill="white")
        dessin.ellipse((gauche + 18, 382, gauche + 46, 412), fill="#3a2c20")
        dessin.line((gauche - 5, 355, gauche + 65, 350), fill="#4a3426", width=9)
    dessin.line((350, 410, 335, 500, 365, 505), fill="#b98761", width=7)
    dessin.line((295, 580, 405, 580), fill="#a4534c", width=11)
    return _jpeg(image)


@cache
def piece(cote: str = "RECTO") -> bytes:
    """A drawn document that exists nowhere."""
    image = Image.new("RGB", (1000, 640), "#dfe7ef")
    dessin = ImageDraw.Draw(image)
    dessin.rectangle((40, 40, 960, 600), outline="#31445c", width=8)
    dessin.rectangle((80, 140, 330, 470), fill="#9fb0bf")
    dessin.text((380, 90), f"SPECIMEN {cote}", fill="#31445c", font_size=54)
    for ligne in range(5):
        dessin.line((380, 220 + 60 * ligne, 900, 220 + 60 * ligne), fill="#5d6f80", width=10)
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    sortie = io.BytesIO()
    image.save(sortie, "JPEG", quality=90)
    return sortie.getvalue()
