"""Words that people misread are written nowhere: page, mail, paper, agents’ screen."""

from __future__ import annotations

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
