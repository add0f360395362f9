"""The voice of a challenge: « A, comme Anatole », character after character, with a breath between and a murmur behind.

`voix/` holds one recording per character (WAV, mono, 8 bits, 11 025 Hz), made by `manage.py enregistrer_voix`.
"""

from __future__ import annotations

import io
import random
import wave
from functools import cache
from pathlib import Path

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
    bruit = bytes(hasard.getrandbits(8) % (2 * MURMURE + 1) for _ in range(4096))
    ondes = b"".join(morceaux)
    melange = bytes(
        min(255, max(0, onde + bruit[rang & 4095] - MURMURE)) for rang, onde in enumerate(ondes, hasard.randrange(4096))
    )
    sortie = io.BytesIO()
    with wave.open(sortie, "wb") as son:
        son.setnchannels(1)
        son.setsampwidth(1)
        son.setframerate(CADENCE)
        son.writeframes(melange)
    return sortie.getvalue()


def _blanc(secondes: float) -> bytes:
    return bytes([SILENCE]) * int(secondes * CADENCE)


@cache
def _voix(caractere: str) -> bytes:
    with wave.open(str(VOIX / f"{caractere}.wav"), "rb") as son:
        return son.readframes(son.getnframes())
