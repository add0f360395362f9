"""The voice of a challenge: « A, comme Anatole », character after character, with a breath between and a murmur behind.

`voix/` holds one recording per character (WAV, mono, 8 bits, 11 025 Hz), made by `manage.py enregistrer_voix`.
"""

from __future__ import annotations

import io
import random
import wave
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops

VOIX = Path(__file__).parent / "voix"
CADENCE = 11_025
SILENCE = 128
MURMURE = 3


def dire(texte: str, graine: str) -> bytes:
    """A WAV of about twelve seconds. The same `graine` gives the same bytes."""
    hasard = random.Random(graine)
    morceaux = [_blanc(0.4)]
    for caractere in texte:
        morceaux += [_voix(caractere), _blanc(hasard.uniform(0.5, 0.9))]
    ondes = b"".join(morceaux)
    melange = ImageChops.add(_ligne(ondes), _ligne(_murmure(len(ondes), hasard)), offset=-MURMURE).tobytes()
    sortie = io.BytesIO()
    with wave.open(sortie, "wb") as son:
        son.setnchannels(1)
        son.setsampwidth(1)
        son.setframerate(CADENCE)
        son.writeframes(melange)
    return sortie.getvalue()


def _ligne(octets: bytes) -> Image.Image:
    """Samples as pixels: Pillow adds a hundred thousand of them at once, and never goes past the ends."""
    return Image.frombytes("L", (len(octets), 1), octets)


def _murmure(longueur: int, hasard: random.Random) -> bytes:
    motif = bytes(hasard.randrange(2 * MURMURE + 1) for _ in range(4001))
    return (motif * (longueur // len(motif) + 1))[:longueur]


def _blanc(secondes: float) -> bytes:
    return bytes([SILENCE]) * int(secondes * CADENCE)


@cache
def _voix(caractere: str) -> bytes:
    with wave.open(str(VOIX / f"{caractere}.wav"), "rb") as son:
        return son.readframes(son.getnframes())
