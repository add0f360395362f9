"""Words that people misread are written nowhere: page, mail, paper, agents’ screen."""

from __future__ import annotations

import re

import pytest

from demarches.guide.chapitres import CHAPITRES
from tests.look.test_typographie import fichiers, phrases

TEXTES = ("templates/**/*.html", "templates/**/*.txt", "*/**/templates/**/*.html", "*/**/templates/**/*.txt")
# A chapter keeps the name that the catalogue of the caisse prints; plain words stand beside it.
NOMS_DE_CHAPITRES = {un.titre for un in CHAPITRES}
CODE = ("accounts/**/*.py", "ameli/**/*.py", "demarches/**/*.py", "documents/**/*.py", "paiements/**/*.py")


@pytest.mark.parametrize(
    "mal_dit",
    [
        "à un tiers",  # paid to the professional, who is nobody’s « tiers »
        "avant complémentaire",
        "du ou des bénéficiaires",
        "dysfonctionnement",
        "adresse est pris en charge",  # that word means paid, here
        "sans dire qui",
    ],
)
def test_a_word_that_is_misread_is_written_nowhere(mal_dit):
    trouves = [
        f"{chemin}: {phrase.strip()[:120]}"
        for chemin in dict.fromkeys(fichiers(*TEXTES, *CODE))
        if "bac_a_sable" not in chemin.parts
        for phrase in phrases(chemin)
        if mal_dit in phrase.lower() and phrase != phrase.upper() and phrase not in NOMS_DE_CHAPITRES
    ]
    assert not trouves


def test_a_last_day_is_never_said_to_come_after_the_end():
    """Whoever may answer until the end of the 12th reads « au plus tard le 12 » or « jusqu’au 12 »: « avant le 12 » takes a day away.

    The caisse promises its own decision before a day; an instant is said with its hour.
    """
    un_jour = re.compile(
        r"(?<!écision )avant le (?:<strong>)?{{[^}]*\|jour\b|« ?avant le ?»|\"avant le\"", re.IGNORECASE
    )
    trouves = [
        f"{chemin}: {trouve[0]}"
        for chemin in dict.fromkeys(fichiers(*TEXTES, *CODE))
        for trouve in un_jour.finditer(chemin.read_text(encoding="utf-8"))
    ]
    assert not trouves
