"""The living page shows every component, and no template carries code that the content policy would refuse."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.template.loader import get_template

from demarches.accueil.aide import fiches
from demarches.accueil.raccourcis import PAGES

RACINE = Path(__file__).resolve().parent.parent.parent
GABARITS = RACINE / "templates"
COMPOSANTS = sorted((GABARITS / "composants").glob("*.html"))
# Parts of another component or of the frame: seen through it, on every page.
PARTIES = {
    "resume_erreurs_liste",
    "cartes_personnes_liste",
    "onglets_principaux",
    "entete",
    "pied",
    "entete_etape",
    "copier",
    "telephone",
    "carte_dessin",
}


@pytest.mark.parametrize("fichier", COMPOSANTS, ids=lambda f: f.stem)
def test_a_component_begins_by_saying_its_parameters(fichier):
    premiere = fichier.read_text(encoding="utf-8").splitlines()[0]
    assert premiere.startswith("{#"), "the first line is the comment that documents the parameters"


@pytest.mark.parametrize("fichier", [f for f in COMPOSANTS if f.stem not in PARTIES], ids=lambda f: f.stem)
def test_a_component_is_on_the_living_page(fichier, client):
    demo = (GABARITS / "composants_demo" / "page.html").read_text(encoding="utf-8")
    ailleurs = {
        "champ": "{{ formulaire }}",
        "fil_ariane": "composants/fil_ariane.html",
        "pastille": "composants/pastille.html",
    }
    marques = (f"composants/{fichier.name}", f"{{% {fichier.stem} ", ailleurs.get(fichier.stem, "\0"))
    assert any(marque in demo for marque in marques)


def test_the_living_page_opens_without_an_account(client):
    reponse = client.get("/composants/")
    assert reponse.status_code == 200
    html = reponse.content.decode()
    assert '<html lang="fr">' in html
    assert html.count("<h1") == 1
    assert "Cet IBAN comporte une erreur" in html


@pytest.mark.parametrize("fichier", sorted(GABARITS.rglob("*.html")), ids=lambda f: str(f.relative_to(GABARITS)))
def test_a_template_has_no_inline_code(fichier):
    texte = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", fichier.read_text(encoding="utf-8"))
    assert not re.search(r"\son[a-z]+\s*=", texte)
    assert "javascript:" not in texte
    # Mails, papers and the copy of one's data leave the site: they are read without its style sheets.
    est_une_page = fichier.name not in ("courriel.html", "copie.html") and "documents" not in fichier.parts
    if est_une_page:
        assert not re.search(r"<style|\sstyle\s*=", texte)
        assert not re.search(r"<script(?![^>]*\ssrc=)", texte)


@pytest.mark.parametrize("fichier", COMPOSANTS, ids=lambda f: f.stem)
def test_a_component_compiles(fichier):
    get_template(f"composants/{fichier.name}")


def test_every_icon_named_in_a_template_is_in_the_sprite():
    sprite = (RACINE / "static" / "icones.svg").read_text(encoding="utf-8")
    dessinees = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    nommees = {
        nom
        for fichier in [*GABARITS.rglob("*.html"), *RACINE.glob("demarches/**/*.html")]
        for nom in re.findall(r'\{% icone "([^"]+)"', fichier.read_text(encoding="utf-8"))
    }
    assert nommees and nommees <= dessinees


def test_each_service_and_each_page_that_home_can_keep_has_an_icon_of_its_own():
    prises = Counter([fiche.icone for fiche in fiches()] + [icone for icone, _ in PAGES.values()])
    assert len(prises) > 20
    assert [icone for icone, combien in prises.items() if combien > 1] == []


def test_the_icons_name_their_licence():
    licence = (RACINE / "static" / "icones-LICENCE.txt").read_text(encoding="utf-8")
    assert "Lucide" in licence and "ISC License" in licence


ANGLAIS = re.compile(
    r"\b(the|and|you|your|please|submit|click|next|back|cancel|error|page not found|sign in|log ?out|required)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "fichier",
    [*sorted((GABARITS / "gabarits").glob("*")), *COMPOSANTS, *sorted(GABARITS.glob("*.html"))],
    ids=lambda f: f.stem,
)
def test_what_the_person_reads_is_in_french(fichier):
    texte = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", fichier.read_text(encoding="utf-8"))
    texte = re.sub(r"<style>.*?</style>", " ", texte, flags=re.DOTALL)
    dit = " ".join(re.findall(r'(?:aria-label|title|alt)="([^"]*)"', texte)) + " " + re.sub(r"<[^>]*>", " ", texte)
    assert not ANGLAIS.findall(dit)
