"""A téléservice is one folder: the sample, dropped into the catalogue, is found, checked, listed and explained."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
SALLE = RACINE / "tests" / "exemple_teleservice"
PRODUIT = ("ameli", "accounts", "paiements", "documents", "demarches", "templates", "static", "manage.py")
REGARDER = """
import json, django
django.setup()
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
from django.test import Client
from demarches.moteur import registre
from demarches.moteur.verifications import fautes
service = registre.trouver("rendez-vous")
page = Client(HTTP_HOST="localhost").get("/aide/services/rendez-vous/")
index = Client(HTTP_HOST="localhost").get("/aide/services/").content.decode()
print(json.dumps({
    "fautes": list(fautes(service)), "salle": service.salle, "page": page.status_code, "titre": service.titre in index,
}))
"""


@pytest.fixture
def copie(tmp_path: Path) -> Path:
    """The product as it stands, and the sample in its catalogue; nothing else is touched."""
    for nom in PRODUIT:
        source = RACINE / nom
        if source.is_dir():
            shutil.copytree(source, tmp_path / nom, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / nom)
    salle = tmp_path / "demarches" / "catalogue" / "rendez_vous"
    shutil.copytree(SALLE, salle, ignore=shutil.ignore_patterns("__pycache__"))
    (salle / "templates" / "exemple_teleservice").rename(salle / "templates" / "rendez_vous")
    for fichier in salle.rglob("*.py"):
        fichier.write_text(fichier.read_text().replace("tests.exemple_teleservice", "demarches.catalogue.rendez_vous"))
    return tmp_path


def test_a_room_dropped_into_the_catalogue_is_found_sound_and_explained_without_another_line(copie):
    environnement = {**os.environ, "PYTHONPATH": str(copie), "DJANGO_SETTINGS_MODULE": "ameli.settings"}
    fini = subprocess.run(
        [sys.executable, "-c", REGARDER], cwd=copie, env=environnement, capture_output=True, text=True, timeout=120
    )
    assert fini.returncode == 0, fini.stderr
    vu = json.loads(fini.stdout.strip().splitlines()[-1])
    assert vu == {"fautes": [], "salle": "rendez_vous", "page": 200, "titre": True}


def test_no_file_of_the_product_knows_the_sample():
    fichiers = (
        f for dossier in PRODUIT[:-1] for f in (RACINE / dossier).rglob("*.*") if f.suffix in {".py", ".html", ".toml"}
    )
    assert not [f for f in fichiers if "exemple_teleservice" in f.read_text()]
