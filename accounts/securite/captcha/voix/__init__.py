"""Recordings of the captcha: each voice says each character, and what spells it. One archive of WAV per voice, made by
`manage.py enregistrer_voix` with espeak-ng.
"""

from __future__ import annotations

import io
import wave
import zipfile
from enum import StrEnum
from functools import cache
from pathlib import Path

VOIX = Path(__file__).parent
CADENCE = 11_025
TIMBRES = tuple(sorted(fichier.stem for fichier in VOIX.glob("*.zip")))


class Forme(StrEnum):
    """How a character is said: « A », or spelt, « comme Anatole » (« le chiffre 7 ») after « A » (« 7 »)."""

    COURTE = "courte"
    EPELEE = "epelee"


def nom(caractere: str, forme: Forme) -> str:
    """The name of a recording in the archive of a voice."""
    return f"{forme}/{caractere}.wav"


@cache
def enregistrement(timbre: str, caractere: str, forme: Forme) -> bytes:
    """Samples of one byte around 128, CADENCE a second. Raises KeyError for a character that nobody says."""
    with (
        zipfile.ZipFile(VOIX / f"{timbre}.zip") as archive,
        wave.open(io.BytesIO(archive.read(nom(caractere, forme)))) as son,
    ):
        return son.readframes(son.getnframes())
