"""The image of the captcha is drawn anew, and a machine that knows its font does not read it."""

from __future__ import annotations

import io

from PIL import Image

from accounts.securite.captcha.image import ENCRES, FOND, dessiner
from tests.captcha import attaque


def test_the_attacker_reads_letters_that_merely_stand_in_a_row():
    bilan = attaque.regarder_des_images_nues(10)
    assert bilan.entiers > 0.8 * bilan.essais, str(bilan)


def test_the_attacker_does_not_read_the_images_that_are_served():
    """Few tries: six times the characters bound the rate of whole captchas. `make captcha` tries hundreds."""
    bilan = attaque.regarder(10)
    assert bilan.entiers <= 1, str(bilan)
    assert (bilan.caracteres / bilan.essais / 6) ** 6 <= attaque.PERMIS, str(bilan)


def test_letters_stand_out_from_the_ground():
    def clarte(couleur: tuple[int, int, int]) -> float:
        lineaires = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in couleur]
        return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), lineaires, strict=True))

    assert all((clarte(FOND) + 0.05) / (clarte(encre) + 0.05) >= 7 for encre in ENCRES)


def test_two_images_of_the_same_characters_differ_and_one_seed_gives_one_image():
    assert dessiner("ACDEFH", "un") == dessiner("ACDEFH", "un")
    un, deux = (Image.open(io.BytesIO(dessiner("ACDEFH", graine))).convert("L") for graine in ("un", "deux"))
    differents = sum(abs(a - b) > 60 for a, b in zip(un.tobytes(), deux.tobytes(), strict=True))
    assert differents > 0.05 * un.width * un.height
