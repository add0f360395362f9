"""The voice of a challenge, drawn anew for each: no two sounds share a wave that a machine could look for.

Each unit (« A », « comme Anatole ») has its own pace that wavers, pitch, colour, loudness and echo. Behind the voices, without
a gap: a crowd (the same voices, backwards, which say nothing to a person) and gusts, each octave of which comes and goes on its
own. A person hears the word through the holes of the gusts; a machine that compares spectra meets a loud patch almost always.
Pillow computes: a sound is a row of grey pixels around 128, and is mixed, stretched and faded in C.
"""

from __future__ import annotations

import io
import random
import wave
from collections.abc import Iterator

from PIL import Image, ImageChops, ImageStat

from accounts.securite.captcha.defi import ALPHABET as PAROLES
from accounts.securite.captcha.voix import CADENCE, TIMBRES, Forme, enregistrement

SILENCE = 128
UNITES = {Forme.COURTE: (Forme.COURTE,), Forme.EPELEE: (Forme.COURTE, Forme.EPELEE)}  # what is said of a character
AVANT = (0.6, 1.8)  # seconds before the first character
ENTRE = {Forme.COURTE: (0.45, 1.1), Forme.EPELEE: (0.7, 1.3)}  # seconds after each
DEDANS = (0.15, 0.6)  # seconds between « A » and « comme Anatole »
ALLURE = (0.76, 1.4)  # how long beside the recording: above 1, slower and lower
FLOTTEMENT = 0.24  # how far each tenth of a second strays from its pace
FORCE = (0.6, 0.95)
CHOEUR, FORCE_CHOEUR = 4, 0.1  # voices of the crowd
# A word is understood through more noise than a letter.
FORCE_RAFALES = {Forme.COURTE: 0.54, Forme.EPELEE: 0.92}
OCTAVES, CALME = 5, 0.85  # of the gusts: how often an octave is nearly still


def dire(texte: str, forme: Forme, graine: str) -> bytes:
    """A WAV of ten seconds, or of twenty-five when it spells. The same `graine` gives the same bytes."""
    sortie = io.BytesIO()
    with wave.open(sortie, "wb") as son:
        son.setnchannels(1)
        son.setsampwidth(1)
        son.setframerate(CADENCE)
        son.writeframes(_ajouter(*composer(texte, forme, graine)).tobytes())
    return sortie.getvalue()


def composer(texte: str, forme: Forme, graine: str) -> tuple[Image.Image, Image.Image]:
    """The voices alone, and what covers them: two rows of the same length."""
    hasard = random.Random(f"{forme} {graine}")
    pieces = list(_caracteres(texte, forme, hasard))
    longueur = sum(piece.width for piece in pieces)
    fond = _niveau(_rafales(longueur, hasard), FORCE_RAFALES[forme])
    for _ in range(CHOEUR):
        fond = _ajouter(fond, _fluctuer(_niveau(_foule(longueur, hasard), FORCE_CHOEUR), 4, 0, hasard))
    return _bout_a_bout(pieces, longueur), fond


def _caracteres(texte: str, forme: Forme, hasard: random.Random) -> Iterator[Image.Image]:
    """Each character in a voice that is not the one before; what is waited before each, and after the last."""
    attente, timbre = AVANT, ""
    for caractere in texte:
        timbre = hasard.choice([autre for autre in TIMBRES if autre != timbre])
        for unite in UNITES[forme]:
            yield _blanc(hasard.uniform(*attente))
            dite = _flotter(_piece(enregistrement(timbre, caractere, unite)), hasard.uniform(*ALLURE), hasard)
            yield _niveau(_colorer(_resonner(dite, hasard), hasard), hasard.uniform(*FORCE))
            attente = DEDANS
        attente = ENTRE[forme]
    yield _blanc(hasard.uniform(*attente))


def _foule(longueur: int, hasard: random.Random) -> Image.Image:
    """Somebody of the crowd, who talks backwards without stopping."""
    pieces, dite = [], 0
    while dite < longueur:
        ondes = enregistrement(hasard.choice(TIMBRES), hasard.choice(PAROLES), hasard.choice(list(Forme)))
        piece = _piece(ondes[::-1])
        largeur = round(piece.width * hasard.uniform(*ALLURE))
        pieces.append(piece.resize((largeur, 1), Image.Resampling.BILINEAR))
        dite += largeur
    return _bout_a_bout(pieces, longueur)


def _rafales(longueur: int, hasard: random.Random) -> Image.Image:
    """White noise, drawn at every scale: each octave as loud as the next, mostly still, then as loud as the voice."""
    somme = _blanc_de(longueur)
    for octave in range(OCTAVES):
        points = _piece(hasard.randbytes((longueur >> octave) + 2)).resize((longueur, 1), Image.Resampling.BILINEAR)
        somme = _ajouter(somme, _fluctuer(_niveau(points, 0.3), 6, CALME, hasard))
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
    """The wall of a room sends it back once."""
    echo = _niveau(ImageChops.offset(piece, hasard.randint(15, 250), 0), hasard.uniform(0.2, 0.45))
    return _ajouter(_niveau(piece, 0.75), echo)


def _colorer(piece: Image.Image, hasard: random.Random) -> Image.Image:
    """Duller or brighter, as through another telephone each time, and as loud as before: echoes of less than a thousandth."""
    coloree = _niveau(piece, 0.7)
    for _ in range(2):
        echo = _niveau(ImageChops.offset(piece, hasard.choice((1, 2, 3, 4, 5, 6, 8, 10)), 0), hasard.uniform(0.25, 0.6))
        coloree = hasard.choice((_ajouter, _retrancher))(coloree, echo)
    return _niveau(coloree, 0.75 * _force(piece) / _force(coloree))


def _fluctuer(piece: Image.Image, par_seconde: int, calme: float, hasard: random.Random) -> Image.Image:
    """Louder and softer `par_seconde` times, and nearly still for `calme` of them."""
    points = bytes(
        hasard.randint(0, 30) if hasard.random() < calme else hasard.randint(110, 255)
        for _ in range(par_seconde * piece.width // CADENCE + 2)
    )
    return Image.composite(piece, _blanc_de(piece.width), _piece(points).resize(piece.size, Image.Resampling.BICUBIC))


def _force(piece: Image.Image) -> float:
    return ImageStat.Stat(piece).stddev[0] or 1


def _niveau(piece: Image.Image, niveau: float) -> Image.Image:
    return Image.blend(_blanc_de(piece.width), piece, niveau)


def _ajouter(une: Image.Image, autre: Image.Image) -> Image.Image:
    """Two sounds at once, never past the ends."""
    return ImageChops.add(une, autre, offset=-SILENCE)


def _retrancher(une: Image.Image, autre: Image.Image) -> Image.Image:
    return ImageChops.subtract(une, autre, offset=SILENCE)


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
