"""Weight and contrast, by computation: what a slow line and tired eyes are promised."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.urls import reverse

RACINE = Path(__file__).resolve().parent.parent.parent
STATIQUES = RACINE / "static"


def _pese(*motifs: str) -> int:
    fichiers = [fichier for motif in motifs for fichier in sorted(STATIQUES.glob(motif))]
    assert fichiers
    return sum(len(brotli.compress(fichier.read_bytes())) for fichier in fichiers)


def test_the_style_sheets_of_a_page_weigh_less_than_15_kb():
    """Those of the account, and that of the agents' site, beside Django's own."""
    toutes = {feuille.name for feuille in STATIQUES.glob("css/*.css")}
    assert _pese(*(f"css/{nom}" for nom in toutes - {"agents.css"})) <= 15_000
    assert _pese("css/agents.css") <= 6_000


def test_the_scripts_of_a_page_weigh_less_than_10_kb():
    """A template that asks for scripts adds them to the one of every page; a step with images asks for the most."""
    for gabarit in [*RACINE.glob("templates/**/*.html"), *RACINE.glob("demarches/**/templates/**/*.html")]:
        scripts = set(re.findall(r'static "(js/[a-z_]+\.js)"', gabarit.read_text(encoding="utf-8")))
        assert sum(map(_pese, scripts | {"js/ameli.js"})) <= 10_000, gabarit.name


@pytest.mark.django_db
def test_a_first_visit_weighs_less_than_60_kb_in_8_requests(client):
    page = client.get("/")
    html = re.sub('<link rel="apple-touch-icon"[^>]*>', "", page.content.decode())  # asked for by an installation only
    fichiers = set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))
    manifeste = client.get(reverse("manifeste"))
    poids = len(gzip.compress(page.content)) + len(manifeste.content) + sum(_pese(fichier) for fichier in fichiers)
    assert 2 + len(fichiers) <= 8
    assert poids <= 60_000


def test_no_font_and_nothing_foreign_is_fetched():
    for feuille in STATIQUES.glob("css/*.css"):
        texte = feuille.read_text(encoding="utf-8")
        assert "@font-face" not in texte and "url(" not in texte and "@import" not in texte


def _jetons(sombre: bool, renforce: bool = False) -> dict[str, str]:
    """Each colour of a mode: what dark changes, then what « Plus de contraste » changes in it."""
    texte = (STATIQUES / "css" / "socle.css").read_text(encoding="utf-8")
    clair, nuit = texte.partition("@layer elements")[0].split("@media (prefers-color-scheme: dark)")
    lus: dict[str, str] = {}
    for mode in (clair, nuit) if sombre else (clair,):
        for classe in ("", ".contraste") if renforce else ("",):
            bloc = re.search(rf":root{re.escape(classe)} {{(.*?)}}", mode, re.DOTALL)
            assert bloc
            lus |= dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", bloc[1]))
    return lus


def _luminance(couleur: str) -> float:
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, v, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(une: str, autre: str) -> float:
    haut, bas = sorted((_luminance(une), _luminance(autre)), reverse=True)
    return (haut + 0.05) / (bas + 0.05)


TEXTES = [
    *((texte, fond) for texte in ("encre", "gris", "titre", "lien") for fond in ("fond", "surface", "ciel")),
    ("encre", "soleil-clair"), ("encre", "vert-clair"), ("encre", "rouge-clair"), ("titre", "vert-clair"),
    ("vert", "vert-clair"), ("vert", "fond"), ("vert", "surface"),
    ("rouge", "rouge-clair"), ("rouge", "fond"), ("rouge", "surface"),
    ("sur-bouton", "bouton"), ("sur-bouton", "bouton-survol"), ("lien", "soleil-clair"), ("lien", "vert-clair"),
    ("sur-barre", "barre"), ("sur-barre", "barre-active"), ("sur-soleil", "soleil"),
]  # fmt: skip
TRACES = [
    *((trace, fond) for trace in ("bord", "contour", "bouton", "rouge", "vert", "anneau") for fond in ("fond", "surface")),
    ("bouton", "soleil-clair"), ("soleil", "barre"),
]  # fmt: skip


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
@pytest.mark.parametrize(("texte", "fond"), TEXTES)
def test_text_can_be_read(texte, fond, sombre):
    jetons = _jetons(sombre)
    assert contraste(jetons[texte], jetons[fond]) >= 4.5


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
@pytest.mark.parametrize(("trace", "fond"), TRACES)
def test_borders_and_marks_can_be_seen(trace, fond, sombre):
    jetons = _jetons(sombre)
    assert contraste(jetons[trace], jetons[fond]) >= 3


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
def test_more_contrast_is_seven_to_one_for_text_and_more_for_borders(sombre):
    jetons = _jetons(sombre, renforce=True)
    faibles = [
        (t, f, round(contraste(jetons[t], jetons[f]), 2)) for t, f in TEXTES if contraste(jetons[t], jetons[f]) < 7
    ]
    paires = [*TRACES, *((trace, fond) for trace in ("trait", "bord") for fond in ("fond", "surface"))]
    faibles += [
        (t, f, round(contraste(jetons[t], jetons[f]), 2)) for t, f in paires if contraste(jetons[t], jetons[f]) < 4.5
    ]
    assert not faibles
