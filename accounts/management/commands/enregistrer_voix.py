"""Record the voices of the captcha again, with the free synthesizer espeak-ng: one archive of small WAV per voice.

What espeak-ng says belongs to whoever makes it say it: its own licence (GPL-3.0) covers the program, not the recordings.
"""

from __future__ import annotations

import array
import io
import subprocess
import tempfile
import wave
import zipfile
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.securite.captcha.defi import ALPHABET
from accounts.securite.captcha.voix import CADENCE, VOIX, Forme, nom

# Women and men of espeak-ng, each with its pitch (of 99) and its pace (words a minute).
TIMBRES = {
    "f1": ("fr+f1", 55, 140), "f2": ("fr+f2", 45, 150), "f3": ("fr+f3", 60, 130), "f4": ("fr+f4", 50, 145),
    "m1": ("fr+m1", 45, 140), "m3": ("fr+m3", 55, 130), "m4": ("fr+m4", 40, 145), "m7": ("fr+m7", 50, 150),
}  # fmt: skip
# The spelling alphabet that people know from the telephone: a letter alone is lost on a tired ear.
MOTS = {
    "A": "Anatole", "C": "Célestin", "D": "Désiré", "E": "Eugène", "F": "François", "H": "Henri", "J": "Joseph",
    "K": "Kléber", "M": "Marcel", "N": "Nicolas", "P": "Pierre", "R": "Raoul", "T": "Thérèse", "U": "Ursule",
    "V": "Victor", "W": "William", "X": "Xavier", "Y": "Yvonne",
}  # fmt: skip


class Command(BaseCommand):
    help = "Enregistre les voix du captcha (demande espeak-ng)."

    def handle(self, *args: Any, **options: Any) -> None:
        VOIX.mkdir(exist_ok=True)
        for timbre, reglage in TIMBRES.items():
            with zipfile.ZipFile(VOIX / f"{timbre}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                for forme in Forme:
                    for caractere in ALPHABET:
                        son = _enregistrer(_phrase(caractere, forme), *reglage)
                        archive.writestr(zipfile.ZipInfo(nom(caractere, forme)), son, zipfile.ZIP_DEFLATED)
        self.stdout.write(f"{len(TIMBRES)} voix enregistrées.")


def _phrase(caractere: str, forme: Forme) -> str:
    if forme is Forme.COURTE:
        return caractere
    return f"comme {MOTS[caractere]}" if caractere in MOTS else f"le chiffre {caractere}"


def _enregistrer(phrase: str, voix: str, hauteur: int, debit: int) -> bytes:
    """A WAV, mono, 8 bits, at CADENCE, as loud as it can be, without the silence around."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as brut:
        commande = ["espeak-ng", "-v", voix, "-p", str(hauteur), "-s", str(debit), "-w", brut.name, phrase]
        try:
            subprocess.run(commande, check=True)
        except FileNotFoundError as faute:
            raise CommandError("espeak-ng n’est pas installé.") from faute
        with wave.open(brut.name, "rb") as son:
            pas, ondes = son.getframerate() // CADENCE, array.array("h", son.readframes(son.getnframes()))
    reduites = [sum(ondes[i : i + pas]) // pas for i in range(0, len(ondes) - pas, pas)]
    sommet = max(map(abs, reduites)) or 1
    entendues = [rang for rang, onde in enumerate(reduites) if abs(onde) > sommet / 40]
    utiles = reduites[entendues[0] : entendues[-1] + 1]
    sortie = io.BytesIO()
    with wave.open(sortie, "wb") as son:
        son.setnchannels(1)
        son.setsampwidth(1)
        son.setframerate(CADENCE)
        son.writeframes(bytes(128 + onde * 120 // sommet for onde in utiles))
    return sortie.getvalue()
