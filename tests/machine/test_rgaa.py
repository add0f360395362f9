"""The table of accessibility is whole and true, and `manage.py rgaa` says when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ameli.noyau import accessibilite

RACINE = Path(__file__).resolve().parents[2]
TEXTE = (RACINE / accessibilite.TABLE).read_text()
LIGNE_1_1 = next(ligne for ligne in TEXTE.splitlines() if ligne.startswith("| 1.1 |"))
VRAI = "`tests/machine/test_rgaa.py::test_the_table_of_the_product_is_true`"


def test_the_table_of_the_product_is_true(capsys):
    call_command("rgaa")
    assert "RGAA 4.1: " in capsys.readouterr().out


def test_every_criterion_that_applies_holds():
    lue = accessibilite.lire(TEXTE)
    assert len(lue.criteres) == 106
    assert len(lue.applicables) == len(lue.conformes) == 77


@pytest.mark.parametrize(
    ("ligne", "phrase"),
    [
        ("", "1.1: no row"),
        (f"{LIGNE_1_1}\n{LIGNE_1_1}", "1.1: 2 rows"),
        (LIGNE_1_1.replace("1.1", "1.10", 1), "1.10: unknown number"),
        (f"| 1.1 | | shown | {VRAI} |", "1.1: nothing says what is asked"),
        (f"| 1.1 | A | perhaps | {VRAI} |", "1.1: unknown status « perhaps »"),
        ("| 1.1 | A | not applicable | |", "1.1: neither test nor reason"),
        ("| 1.1 | A | shown | it is so |", "1.1: no test shows it"),
        ("| 1.1 | A | by hand | looked at |", "1.1: nothing says on which day"),
        ("| 1.1 | A | shown | `tests/machine/test_rgaa.py::test_nowhere` |", "test_nowhere does not exist"),
        (f"| 1.1 | A | shown | {VRAI}, `tests/machine/test_rgaa.py` |", "names no test"),
        (LIGNE_1_1.replace("| shown |", "| gap |"), "write « RGAA 4.1: "),
    ],
)
def test_each_fault_is_named(ligne, phrase):
    assert any(phrase in faute for faute in accessibilite.fautes(TEXTE.replace(LIGNE_1_1, ligne), RACINE))


def test_the_command_fails_on_a_fault_and_on_a_table_that_is_not_there(settings, tmp_path):
    settings.RACINE = tmp_path
    with pytest.raises(CommandError, match="No such file"):
        call_command("rgaa")
    (tmp_path / "docs").mkdir()
    (tmp_path / accessibilite.TABLE).write_text("# nothing\n")
    with pytest.raises(CommandError, match=r"1\.1: no row"):
        call_command("rgaa")


@pytest.mark.parametrize(
    ("statuts", "mention"),
    [
        (("shown", "by hand", "not applicable"), "totalement conforme"),
        (("shown", "gap"), "partiellement conforme"),
        (("shown", "gap", "gap"), "non conforme"),
    ],
)
def test_the_foot_says_what_the_table_says(statuts, mention):
    lignes = "\n".join(f"| 1.{rang} | A | {statut} | x |" for rang, statut in enumerate(statuts, 1))
    assert accessibilite.lire(lignes).mention == mention
