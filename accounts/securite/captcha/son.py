"""The voice of a challenge, drawn anew for each: no two sounds share a wave that a machine could look for.

Each character has its own voice, pitch, pace that wavers, loudness and echo. Behind them, without a gap: a crowd (the same
voices, backwards, which say nothing to a person) and a noise that falls towards high tones, both of which come and go.
Pillow computes: a sound is a row of grey pixels around 128, and is mixed, stretched and faded in C.
"""

from __future__ import annotations

import io
import random
import wave
from collections.abc import Iterator

from PIL import Image, ImageChops

from accounts.securite.captcha.defi import ALPHABET as PAROLES
from accounts.securite.captcha.voix import CADENCE, TIMBRES, Forme, enregistrement

SILENCE = 128
CHOEUR = 4  # voices of the crowd
NIVEAU_CHOEUR, NIVEAU_SOUFFLE = 0.12, 0.15
ALLURE = {
    Forme.COURTE: (0.82, 1.2),
    Forme.EPELEE: (0.9, 1.3),
}  # how long beside the recording: above 1, slower and lower
PAUSE = {Forme.COURTE: (0.45, 1.1), Forme.EPELEE: (0.7, 1.3)}  # seconds between two characters
FLOTTEMENT = 0.14  # how far each tenth of a second strays from its pace


def dire(texte: str, forme: Forme, graine: str) -> bytes:
    """A WAV of ten seconds, or of twenty when it spells. The same `graine` gives the same bytes."""
    hasard = random.Random(graine)
    voix = list(_caracteres(texte, forme, hasard))
    longueur = sum(piece.width for piece in voix)
    melange = _bout_a_bout(voix, longueur)
    for _ in range(CHOEUR):
        melange = _ajouter(melange, _fluctuer(_niveau(_foule(longueur, hasard), NIVEAU_CHOEUR), hasard))
    melange = _ajouter(melange, _fluctuer(_niveau(_souffle(longueur, hasard), NIVEAU_SOUFFLE), hasard))
    sortie = io.BytesIO()
    with wave.open(sortie, "wb") as son:
        son.setnchannels(1)
        son.setsampwidth(1)
        son.setframerate(CADENCE)
        son.writeframes(melange.tobytes())
    return sortie.getvalue()


def _caracteres(texte: str, forme: Forme, hasard: random.Random) -> Iterator[Image.Image]:
    """Each character in a voice that is not the one before, and what is waited before, between and after."""
    yield _blanc(hasard.uniform(0.6, 1.8))
    timbre = ""
    for caractere in texte:
        timbre = hasard.choice([autre for autre in TIMBRES if autre != timbre])
        dit = _flotter(_piece(enregistrement(timbre, caractere, forme)), hasard.uniform(*ALLURE[forme]), hasard)
        yield _niveau(_resonner(dit, hasard), hasard.uniform(0.7, 0.95))
        yield _blanc(hasard.uniform(*PAUSE[forme]))


def _foule(longueur: int, hasard: random.Random) -> Image.Image:
    """Somebody of the crowd, who talks backwards without stopping."""
    pieces, dite = [], 0
    while dite < longueur:
        forme = hasard.choice((Forme.COURTE, Forme.EPELEE))
        ondes = enregistrement(hasard.choice(TIMBRES), hasard.choice(PAROLES), forme)
        piece = _flotter(_piece(ondes[::-1]), hasard.uniform(0.8, 1.25), hasard)
        pieces.append(piece)
        dite += piece.width
    return _bout_a_bout(pieces, longueur)


def _souffle(longueur: int, hasard: random.Random) -> Image.Image:
    """White noise, drawn at every scale: each octave as loud as the next, as wind or a street."""
    somme = _blanc_de(longueur)
    for octave in range(5):
        points = _piece(hasard.randbytes((longueur >> octave) + 2)).resize((longueur, 1), Image.Resampling.BILINEAR)
        somme = _ajouter(somme, _niveau(points, 0.3))
    return somme


def _flotter(piece: Image.Image, allure: float, hasard: random.Random) -> Image.Image:
    """Stretched `allure` times, a little more here and a little less there."""
    morceaux, debut = [], 0
    while debut < piece.width:
        fin = min(piece.width, debut + hasard.randint(CADENCE // 15, CADENCE // 6))
        largeur = max(1, round((fin - debut) * allure * (1 + hasard.uniform(-FLOTTEMENT, FLOTTEMENT))))
        morceaux.append(piece.resize((largeur, 1), Image.Resampling.BILINEAR, box=(debut, 0, fin, 1)))
        debut = fin
    return _bout_a_bout(morceaux, sum(morceau.width for morceau in morceaux))


def _resonner(piece: Image.Image, hasard: random.Random) -> Image.Image:
    """The wall of a room sends it back once, near enough to colour the voice."""
    return _ajouter(
        _niveau(piece, 0.75), _niveau(ImageChops.offset(piece, hasard.randint(15, 250), 0), hasard.uniform(0.2, 0.45))
    )


def _fluctuer(piece: Image.Image, hasard: random.Random) -> Image.Image:
    """Louder and softer, four times a second or so."""
    points = bytes(hasard.randint(110, 255) for _ in range(4 * piece.width // CADENCE + 2))
    return Image.composite(piece, _blanc_de(piece.width), _piece(points).resize(piece.size, Image.Resampling.BICUBIC))


def _niveau(piece: Image.Image, niveau: float) -> Image.Image:
    return Image.blend(_blanc_de(piece.width), piece, niveau)


def _ajouter(une: Image.Image, autre: Image.Image) -> Image.Image:
    """Two sounds at once, never past the ends."""
    return ImageChops.add(une, autre, offset=-SILENCE)


def _bout_a_bout(pieces: list[Image.Image], longueur: int) -> Image.Image:
    ligne, ici = _blanc_de(longueur), 0
    for piece in pieces:
        ligne.paste(piece, (ici, 0))
        ici += piece.width
    return ligne


def _piece(ondes: bytes) -> Image.Image:
    return Image.frombytes("L", (len(ondes), 1), ondes)


def _blanc(secondes: float) -> Image.Image:
    return _blanc_de(int(secondes * CADENCE))


def _blanc_de(longueur: int) -> Image.Image:
    return Image.new("L", (longueur, 1), SILENCE)
