"""The table of `make mutations` does not rot: what it changes is there, and the tests that it names exist."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.mutations.mutation import Mutation, TexteIntrouvable
from tests.mutations.table import MUTATIONS

RACINE = Path(__file__).parents[2]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.nom)
def test_a_mutation_finds_its_text_and_leaves_a_program(mutation):
    mute = mutation.mute(RACINE)
    assert mute != mutation.texte(RACINE)
    ast.parse(mute)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.nom)
def test_the_tests_that_a_mutation_names_exist(mutation):
    for test in mutation.tests:
        fichier, *noms = test.split("::")
        assert (f"def {noms[-1]}(" if noms else "def test_") in (RACINE / fichier).read_text()


def test_each_mutation_has_a_name_of_its_own():
    assert not [nom for nom, fois in Counter(mutation.nom for mutation in MUTATIONS).items() if fois > 1]


@pytest.mark.parametrize("texte", ["", "a = 1\na = 1\n"], ids=["gone", "twice"])
def test_a_text_that_is_not_there_once_is_said(tmp_path, texte):
    (tmp_path / "code.py").write_text(texte)
    with pytest.raises(TexteIntrouvable, match="code.py"):
        Mutation("essai", "", "code.py", "a = 1", "a = 2", ("x",)).mute(tmp_path)
