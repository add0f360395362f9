"""French texts keep a colon with its word, and the phone number in one piece: no-break spaces before « : ; ? ! », inside guillemets and in « 36 46 »."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
FAUTE = re.compile(r"(?:[\wàâçéèêëîïôûùœ’»)}%] [:;?!»](?=[\s<\"'.,)]|$))|« (?=\S)|36 46")
HORS_TEXTE = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<style.*?</style>|<!--.*?-->", re.DOTALL)
HORS_ECRAN = re.compile(r'<span class="hors-ecran">.*?</span>')
BALISE = re.compile(r"<[^>]*>|\{%.*?%\}", re.DOTALL)


def fichiers(*motifs: str) -> list[Path]:
    """Files that people read the words of; what a terminal prints keeps plain spaces."""
    terminal = ("management", "superviseur", "migrations")
    trouves = (chemin for motif in motifs for chemin in sorted(RACINE.glob(motif)))
    return [chemin for chemin in trouves if not set(terminal) & set(chemin.parts) and chemin.name != "variables.py"]


@cache
def phrases(chemin: Path) -> tuple[str, ...]:
    """What people may read of a file, read once."""
    return tuple(_phrases(chemin))


def _phrases(chemin: Path) -> Iterator[str]:
    """The strings of a Python file that are not docstrings; the texts of a template; the literals of a script."""
    source = chemin.read_text()
    if chemin.suffix == ".py":
        arbre = ast.parse(source)
        documentation = {id(n.value) for n in ast.walk(arbre) if isinstance(n, ast.Expr)}
        for noeud in ast.walk(arbre):
            if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str) and id(noeud) not in documentation:
                yield noeud.value
    elif chemin.suffix == ".js":
        yield from re.findall(r'"[^"\n]*"', source)
    else:
        texte = HORS_TEXTE.sub("", source)
        yield BALISE.sub("", texte)
        yield from re.findall(r'"([^"\n]*)"', " ".join(re.findall(r"\{%.*?%\}", texte, re.DOTALL)))


@pytest.mark.parametrize(
    "motifs",
    [
        ("templates/**/*.html", "templates/**/*.txt", "demarches/**/*.html", "demarches/**/*.txt"),
        ("accounts/**/*.py", "ameli/**/*.py", "demarches/**/*.py", "documents/**/*.py", "paiements/**/*.py"),
        ("static/js/*.js",),
    ],
    ids=["pages and mails", "code", "scripts"],
)
def test_no_line_can_begin_with_a_colon(motifs):
    fautes = [
        f"{chemin.relative_to(RACINE)}: …{phrase[max(0, trouve.start() - 25) : trouve.end() + 10]}…"
        for chemin in fichiers(*motifs)
        for phrase in phrases(chemin)
        for trouve in FAUTE.finditer(phrase)
    ]
    assert not fautes, "put a no-break space (U+00A0) before the sign:\n" + "\n".join(fautes)


REFERENCE_NUE = re.compile(r"\{\{ ?(?:[\w.]*reference|[\w.]+\.numero) ?\}\}")
SANS_PAGE = {
    "admin",
    "courriels",
    "lettres",
}  # agents' tables have rules of their own, letters and mails no narrow screen


def test_no_reference_of_a_page_or_of_a_paper_breaks_at_its_hyphens():
    """Written by the filter `insecable`; what only screen readers say has no lines."""
    fautes = [
        f"{chemin.relative_to(RACINE)}: {trouve.group()}"
        for chemin in fichiers("templates/**/*.html", "demarches/**/*.html")
        if not SANS_PAGE & set(chemin.parts)
        for trouve in REFERENCE_NUE.finditer(BALISE.sub("", HORS_ECRAN.sub("", HORS_TEXTE.sub("", chemin.read_text()))))
    ]
    assert not fautes, "write {{ …|insecable }}:\n" + "\n".join(fautes)


def test_a_plain_space_before_a_sign_is_seen(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<p><b>Compte</b> : juste. Vrai ?</p>{# un : deux #}")
    assert [trouve.group() for phrase in phrases(page) for trouve in FAUTE.finditer(phrase)] == ["e :", "i ?"]
