"""docs/securite/donnees.md gives one level to each column, and what it says to be encrypted is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import FileField

from ameli.noyau.chiffrement import ChampChiffre

SECURITE = Path(__file__).resolve().parents[2] / "docs" / "securite"
LIGNE = re.compile(r"^\| `(\w+\.\w+)` \|(.*)\|$", re.MULTILINE)
ENTETE = re.compile(r"^\| Table \| (.*) \|$", re.MULTILINE)


def modeles() -> dict[str, type]:
    return {
        modele._meta.label: modele
        for modele in apps.get_models()
        if modele._meta.app_label != "bac_a_sable" and not modele._meta.proxy
    }


def niveaux() -> dict[str, dict[str, list[str]]]:
    """Columns by level, by table."""
    texte = (SECURITE / "donnees.md").read_text("utf-8")
    noms = ENTETE.search(texte)[1].split(" | ")
    return {
        table: dict(zip(noms, (re.findall(r"`(\w+)`", case) for case in reste.split("|")), strict=True))
        for table, reste in LIGNE.findall(texte)
    }


def champs(modele: type) -> list:
    return [
        champ
        for champ in modele._meta.local_fields
        if not champ.is_relation and (not champ.primary_key or champ.name == "session_key")
    ]


def test_every_table_is_there():
    assert set(niveaux()) == set(modeles()), "give each column its level in docs/securite/donnees.md"


@pytest.mark.parametrize("table", sorted(modeles()))
def test_every_column_has_one_level(table):
    dits = [colonne for colonnes in niveaux()[table].values() for colonne in colonnes]
    assert sorted(dits) == sorted(champ.name for champ in champs(modeles()[table]))


@pytest.mark.parametrize("table", sorted(modeles()))
def test_what_is_said_to_be_encrypted_is(table):
    """The text in its column, a file on the disk, or a keyed fingerprint that finds it again."""
    chiffres = {champ.name for champ in champs(modeles()[table]) if isinstance(champ, ChampChiffre | FileField)}
    dits = set(niveaux()[table]["Encrypted"])
    assert chiffres <= dits
    assert all(colonne.endswith("empreinte") for colonne in dits - chiffres)


def test_every_level_says_how_it_is_protected():
    """Encryption, integrity, retention, logs, who reads."""
    regles = (
        (SECURITE / "regles.md").read_text("utf-8").partition("## Data and its protection")[2].partition("\n## ")[0]
    )
    lignes = {ligne.split("|")[1].strip(): ligne for ligne in regles.splitlines() if ligne.startswith("|")}
    entete = lignes["Level"].lower()
    assert all(mot in entete for mot in ("at rest", "integrity", "kept", "logs", "who reads"))
    for niveau in next(iter(niveaux().values())):
        cases = [case.strip() for case in lignes[niveau.lower()].strip("|").split("|")]
        assert len(cases) == len(lignes["Level"].strip("|").split("|")) and all(cases), niveau
