"""What the documentation names exists, and what it quotes is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

RACINE = Path(__file__).parents[2]
DOCS = sorted((RACINE / "docs").rglob("*.md"))
GUIDE = RACINE / "docs" / "ajouter-un-teleservice.md"
SALLE = RACINE / "tests" / "exemple_teleservice"
APPS = ("accounts", "documents", "paiements", "demarches", "noyau", "bac_a_sable")


@pytest.mark.parametrize("page", [RACINE / "README.md", *DOCS], ids=lambda page: page.name)
def test_links_and_paths_of_a_page_lead_somewhere(page):
    texte = page.read_text()
    liens = [page.parent / lien for lien in re.findall(r"\]\((?!https?:)([^)#]+)", texte)]
    chemins = [
        RACINE / c
        for c in re.findall(r"`((?:ameli|accounts|demarches|documents|docs|tests|templates)/[\w./-]+)`", texte)
    ]
    exemple = {RACINE / "demarches" / "catalogue" / "rendez_vous"}
    absents = [str(c.relative_to(RACINE)) for c in {*liens, *chemins} - exemple if not c.exists()]
    assert not absents


def test_every_excerpt_of_the_guide_is_in_the_sample():
    code = "\n".join(fichier.read_text() for fichier in sorted(SALLE.glob("*.py")))
    extraits = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert len(extraits) > 8
    assert not [extrait for extrait in extraits if extrait.rstrip("\n") not in code]


def test_every_table_of_the_database_is_in_the_glossary():
    glossaire = (RACINE / "docs" / "glossaire.md").read_text()
    modeles = {modele.__name__ for app in APPS for modele in apps.get_app_config(app).get_models()}
    assert not {nom for nom in modeles if f"`{nom}`" not in glossaire}


def test_each_decision_has_a_number_of_its_own():
    numeros = [page.name[:4] for page in (RACINE / "docs" / "decisions").glob("*.md")]
    assert len(set(numeros)) == len(numeros)
