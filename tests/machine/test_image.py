"""The image of a site for real people holds what runs there, and nothing else: it starts without what it leaves out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine.deploiement import environnement

RACINE = Path(__file__).resolve().parents[2]
EXERCICE = {"AMELI_BAC_A_SABLE": "1", "DATABASE_URL": "postgres://x/x", "REDIS_URL": "redis://x"}
DOCKERFILE = (RACINE / "Dockerfile").read_text("utf-8")


def ote() -> list[str]:
    """The paths that the image of a site for real people does not keep."""
    lignes = DOCKERFILE.replace("\\\n", " ").splitlines()
    return [
        mot
        for ligne in lignes
        if " rm " in ligne and "apt" not in ligne
        for mot in ligne.split(" rm ")[1].split()
        if mot[0] != "-"
    ]


def lancer(ou: Path, env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ou, env={"PATH": os.environ["PATH"], **env}, text=True,
        capture_output=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def image(tmp_path_factory) -> Path:
    dossier = tmp_path_factory.mktemp("app")
    entrent = [ligne[1:] for ligne in (RACINE / ".dockerignore").read_text().split() if ligne.startswith("!")]
    for nom in entrent:
        (dossier / nom).parent.mkdir(parents=True, exist_ok=True)
        if (RACINE / nom).is_dir():
            shutil.copytree(RACINE / nom, dossier / nom, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(RACINE / nom, dossier / nom)
    lancer(dossier, EXERCICE, "collectstatic", "--noinput", "-v0")
    for nom in ote():
        chemin = dossier / nom
        shutil.rmtree(chemin) if chemin.is_dir() else chemin.unlink()
    return dossier


def manage(image: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As where people are real."""
    return lancer(image, environnement(), *arguments)


def test_what_serves_practice_or_developers_is_not_in_the_image(image):
    assert "ameli/bac_a_sable" in ote()
    assert "AMELI_BAC_A_SABLE: ${AMELI_BAC_A_SABLE:-0}" in (RACINE / "docker-compose.yml").read_text()
    restent = {chemin.relative_to(image).parts for chemin in image.rglob("*")}
    permises = {
        ("docs",),
        ("docs", "accessibilite.md"),
    }  # the table that the statement of accessibility is written from
    interdits = {"bac_a_sable", "tests", "docs", ".git"}
    assert not [parties for parties in restent - permises if interdits & set(parties)]
    assert not [chemin for chemin in image.rglob("*.py") if re.search(r"^(?:import|from) (?:pytest|faker|hypothesis)", chemin.read_text("utf-8"), re.MULTILINE)]  # fmt: skip


def test_a_site_for_real_people_runs_without_it(image):
    assert manage(image, "check", "--deploy", "--fail-level", "WARNING").returncode == 0
    page = (
        "from django.test import Client; c = Client(headers={'host': 'compte.exemple'}); "
        "print(*(c.get(a, secure=True).status_code for a in ('/healthz', '/conditions/', '/bac-a-sable/', '/composants/')))"
    )
    fait = manage(image, "shell", "-v", "0", "-c", page)
    assert fait.stdout.split() == ["200", "200", "404", "404"], fait.stderr


def test_no_command_of_practice_or_of_developers_is_left(image):
    commandes = set(manage(image, "help", "--commands").stdout.split())
    assert {"migrate", "installer", "agents", "sauvegarder"} <= commandes
    exercice = {chemin.stem for chemin in (RACINE / "ameli/bac_a_sable/management/commands").glob("[a-z]*.py")}
    assert len(exercice) > 5
    assert not commandes & (exercice | {"asvs", "rgaa", "mesurer_balayage", "enregistrer_voix"})


def test_a_site_for_real_people_cannot_be_made_a_practice_one(image):
    assert lancer(image, EXERCICE, "check").returncode != 0
