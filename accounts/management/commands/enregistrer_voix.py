"""Record the voice of the captcha again, with the free synthesizer espeak-ng: one small WAV per character."""

from __future__ import annotations

import array
import subprocess
import tempfile
import wave
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.securite.captcha.defi import ALPHABET
from accounts.securite.captcha.son import CADENCE, VOIX

# The spelling alphabet that people know from the telephone: a letter alone is lost on a tired ear.
MOTS = {
    "A": "Anatole", "C": "Célestin", "D": "Désiré", "E": "Eugène", "F": "François", "H": "Henri", "J": "Joseph",
    "K": "Kléber", "M": "Marcel", "N": "Nicolas", "P": "Pierre", "R": "Raoul", "T": "Thérèse", "U": "Ursule",
    "V": "Victor", "W": "William", "X": "Xavier", "Y": "Yvonne",
}  # fmt: skip


class Command(BaseCommand):
    help = "Enregistre la voix du captcha (demande espeak-ng)."

    def handle(self, *args: Any, **options: Any) -> None:
        VOIX.mkdir(exist_ok=True)
        for caractere in ALPHABET:
            mot = MOTS.get(caractere)
            _enregistrer(f"{caractere}, comme {mot}" if mot else f"le chiffre {caractere}", VOIX / f"{caractere}.wav")
        self.stdout.write(f"{len(ALPHABET)} caractères enregistrés.")


def _enregistrer(phrase: str, fichier: Path) -> None:
    with tempfile.NamedTemporaryFile(suffix=".wav") as brut:
        try:
            subprocess.run(["espeak-ng", "-v", "fr", "-s", "120", "-w", brut.name, phrase], check=True)
        except FileNotFoundError as faute:
            raise CommandError("espeak-ng n’est pas installé.") from faute
        with wave.open(brut.name, "rb") as son:
            cadence, ondes = son.getframerate(), array.array("h", son.readframes(son.getnframes()))
    pas = cadence // CADENCE
    reduites = [sum(ondes[i : i + pas]) // pas for i in range(0, len(ondes) - pas, pas)]
    sommet = max(map(abs, reduites)) or 1
    with wave.open(str(fichier), "wb") as son:
        son.setnchannels(1)
        son.setsampwidth(1)
        son.setframerate(CADENCE)
        son.writeframes(bytes(128 + onde * 120 // sommet for onde in reduites))
