"""The security matrix is whole and true, and `manage.py asvs` says when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ameli.noyau import matrice
from ameli.noyau.management.commands import asvs

RACINE = Path(__file__).resolve().parents[2]
VRAI = "`tests/machine/test_matrice.py::test_the_matrix_of_the_product_is_true`"


def ligne(
    numero: str = "1.2.1", niveau: str = "1", enonce: str = "Asked", statut: str = "shown", preuve: str = VRAI
) -> str:
    return f"| {numero} | {niveau} | {enonce} | {statut} | {preuve} |"


def fautes(*lignes: str, numeros: str = "1.2.1 1\n") -> list[str]:
    return matrice.fautes(matrice.lire("\n".join(lignes)), matrice.lire_numeros(numeros), RACINE)


def test_the_matrix_of_the_product_is_true(capsys):
    call_command("asvs", "--manques")
    dit = capsys.readouterr().out
    assert "level 1: " in dit and "level 2: " in dit and "gap" in dit


def test_all_the_requirements_of_the_two_levels_are_known():
    niveaux = list(matrice.lire_numeros((RACINE / asvs.NUMEROS).read_text()).values())
    assert (niveaux.count("1"), niveaux.count("2")) == (70, 183)


def test_a_true_row_has_no_fault():
    assert not fautes(ligne())
    assert not fautes(ligne(statut="gap", preuve="gap: nothing does it"))
    assert not fautes(ligne(statut="shown", preuve=f"[regles.md](regles.md), {VRAI}"))


@pytest.mark.parametrize(
    ("lignes", "phrase"),
    [
        ((), "1.2.1: no row"),
        ((ligne(), ligne()), "1.2.1: 2 rows"),
        ((ligne(), ligne("99.1.1")), "99.1.1: unknown number"),
        ((ligne(niveau="2"),), "1.2.1: level 2 instead of 1"),
        ((ligne(statut="perhaps"),), "1.2.1: unknown status « perhaps »"),
        ((ligne(enonce=""),), "1.2.1: nothing says what is asked"),
        ((ligne(statut="not applicable", preuve=""),), "1.2.1: neither test nor reason"),
        ((ligne(statut="gap", preuve="gap:"),), "1.2.1: neither test nor reason"),
        ((ligne(preuve="it is so"),), "1.2.1: no test shows it"),
        ((ligne(preuve="`tests/machine/test_matrice.py::test_nowhere`"),), "test_nowhere does not exist"),
        ((ligne(preuve="`tests/machine/test_absent.py::test_x`"),), "test_absent.py::test_x does not exist"),
        ((ligne(preuve=f"[x](absent.md), {VRAI}"),), "absent.md does not exist"),
        ((ligne(preuve=f"{VRAI}, `tests/machine/test_matrice.py::Classe::test_x`"),), "names no test"),
        ((ligne(preuve=f"{VRAI}, `tests/machine/test_matrice.py`"),), "names no test"),
        ((ligne(preuve=f"{VRAI}, `tests/machine/test_matrice.py::fautes`"),), "names no test"),
    ],
)
def test_each_fault_is_named(lignes, phrase):
    assert any(phrase in faute for faute in fautes(*lignes))


def test_a_row_with_a_column_too_many_is_named():
    with pytest.raises(ValueError, match=r"1\.2\.1: 6 columns"):
        matrice.lire("| 1.2.1 | 1 | a | shown | b | c |")


@pytest.mark.parametrize(
    ("ecrit", "faute"),
    [
        ("# nothing\n", r"1\.2\.1: no row"),
        (ligne(statut="gap", preuve="gap: x"), "write « ASVS 5.0, level 1: 0 shown, 0 not applicable, 1 gap. »"),
    ],
)
def test_the_command_fails_on_a_fault_or_a_wrong_count(settings, tmp_path, ecrit, faute):
    settings.RACINE = tmp_path
    (tmp_path / "docs" / "securite").mkdir(parents=True)
    (tmp_path / asvs.NUMEROS).write_text("1.2.1 1\n")
    (tmp_path / asvs.MATRICE).write_text(ecrit)
    with pytest.raises(CommandError, match=faute):
        call_command("asvs")
