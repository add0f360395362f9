"""The voice of the captcha is drawn anew, and a machine that knows every recording does not read it."""

from __future__ import annotations

import io
import random
import time
import wave

import pytest

from accounts.securite.captcha.defi import ALPHABET, LONGUEUR
from accounts.securite.captcha.son import dire
from accounts.securite.captcha.voix import CADENCE, TIMBRES, Forme, enregistrement
from tests.accounts.oreille import Oreille, lire

SONS = 20
PERMIS = 0.05
CPU_PAR_SON = 0.25  # seconds; measured at 0.04 and 0.07


@pytest.fixture(scope="module", params=Forme)
def forme(request) -> Forme:
    return request.param


@pytest.fixture(scope="module")
def oreille(forme) -> Oreille:
    connus = [(caractere, enregistrement(timbre, caractere, forme)) for timbre in TIMBRES for caractere in ALPHABET]
    return Oreille(connus, CADENCE)


def textes(combien: int) -> list[str]:
    hasard = random.Random(79)
    return ["".join(hasard.choice(ALPHABET) for _ in range(LONGUEUR)) for _ in range(combien)]


def tels_quels(texte: str, forme: Forme) -> bytes:
    """The recordings one after the other, nothing added: what the attacker must be able to read."""
    hasard, calme = random.Random(texte), bytes([128]) * (CADENCE // 2)
    return calme + b"".join(enregistrement(hasard.choice(TIMBRES), c, forme) + calme for c in texte)


def test_the_attacker_reads_recordings_that_are_merely_put_in_a_row(oreille, forme):
    lus = [oreille.ecouter(tels_quels(texte, forme), LONGUEUR) == texte for texte in textes(20)]
    assert sum(lus) > 0.8 * len(lus)


def test_the_attacker_does_not_read_the_sounds_that_are_served(oreille, forme):
    lus = [oreille.ecouter(lire(dire(texte, forme, texte))[0], LONGUEUR) == texte for texte in textes(SONS)]
    assert sum(lus) <= PERMIS * len(lus)


def test_two_sounds_of_the_same_characters_have_nothing_in_common(forme):
    """Neither a voice, nor a length, nor a silence to cut at."""
    un, deux = (lire(dire("ACDEFH", forme, graine))[0] for graine in ("un", "deux"))
    assert len(un) != len(deux)
    dixieme = CADENCE // 10
    muets = [i for i in range(0, len(un) - dixieme, dixieme) if max(un[i : i + dixieme]) - min(un[i : i + dixieme]) < 6]
    assert muets == []
    blocs = {un[i : i + 50] for i in range(0, len(un) - 50, 50)}
    assert not any(deux[i : i + 50] in blocs for i in range(len(deux) - 50))


def test_a_sound_is_heard_in_half_a_minute_and_spelling_takes_longer():
    durees = {}
    for forme in Forme:
        with wave.open(io.BytesIO(dire("ACD3EF", forme, "une graine"))) as son:
            assert (son.getnchannels(), son.getframerate()) == (1, CADENCE)
            durees[forme] = son.getnframes() / CADENCE
    assert 5 < durees[Forme.COURTE] < durees[Forme.EPELEE] < 30


def test_a_sound_costs_little(forme):
    dire("ACDEFH", forme, "the recordings are read")
    avant = time.process_time()
    for rang in range(5):
        dire("ACDEFH", forme, str(rang))
    assert (time.process_time() - avant) / 5 < CPU_PAR_SON
