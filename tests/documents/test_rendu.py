"""The renderer: the same bytes for the same page, nothing read from outside, and a structure that a screen reader follows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from ameli.noyau.templatetags.composants import REFERENCE
from documents import rendu
from documents.moteur import mettre_en_page
from tests.documents.papiers import DEBORDANTE, FAMILLE_DUPRAT, RECAPITULATIF, TOUS
from tests.documents.rendus import imprimer
from tests.outils.pdf import pages, structure, texte, verifier_structure

RACINE = Path(__file__).resolve().parent.parent.parent
PAGE = '<html lang="fr"><title>Essai</title><h1>Essai</h1>{}</html>'


@pytest.mark.parametrize("nom", TOUS)
def test_every_paper_has_a_structure_that_a_screen_reader_follows(nom):
    assert verifier_structure(imprimer(TOUS[nom]).octets) == []


@pytest.mark.parametrize("nom", TOUS)
def test_the_layout_of_a_paper_raises_no_warning(nom):
    assert imprimer(TOUS[nom]).avertissements == []


def test_a_warning_of_the_layout_is_heard():
    with pytest.MonkeyPatch.context() as ici:
        ici.setattr("tests.documents.rendus.mettre_en_page", lambda _: PAGE.format("<p style='flotter: oui'>Essai</p>"))
        assert any("flotter" in dit for dit in imprimer(RECAPITULATIF).avertissements)


@pytest.mark.parametrize("nom", TOUS)
def test_the_title_of_a_paper_begins_as_its_heading(nom):
    page = mettre_en_page(TOUS[nom])
    titre, entete = (re.findall(f"<{balise}[^>]*>(.*?)</{balise}>", page)[0] for balise in ("title", "h1"))
    assert titre.startswith(entete)


def test_the_structure_check_bites_on_what_weasyprint_leaves_out():
    fautes = set(verifier_structure(rendu.rendre_nu(mettre_en_page(FAMILLE_DUPRAT))))
    assert {"a header cell without a scope", "identified elements without an index"} <= fautes
    assert any("is not in the structure tree" in faute for faute in fautes)


@pytest.mark.parametrize(
    ("corps", "faute"),
    [
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">', "alternative text"),
        ("<h3>Trop bas</h3>", "jumps from H1 to H3"),
        ("<table><tr><td>1</td></tr></table>", "without identified header cells"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>", "rows of different widths"),
        ("<ul><li><p>un</p></li></ul>", "something else than a label and a body"),
        ("<h1>Encore</h1>", "the only H1"),
    ],
)
def test_the_structure_check_bites_on_bad_html(corps, faute):
    assert any(faute in trouvee for trouvee in verifier_structure(rendu.rendre_html(PAGE.format(corps))))


def test_the_same_page_gives_the_same_bytes_in_two_processes():
    code = (
        "import hashlib, sys; from documents.rendu import rendre_html;"
        "print(hashlib.sha256(rendre_html(sys.stdin.read())).hexdigest())"
    )
    html = mettre_en_page(TOUS["complete"])
    sommes = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=html,
            capture_output=True,
            text=True,
            check=True,
            cwd=RACINE,
            env={**os.environ, "PYTHONHASHSEED": graine},
        ).stdout.splitlines()[-1]
        for graine in ("1", "2")
    }
    assert len(sommes) == 1


def test_the_same_page_gives_the_same_bytes_after_another_one():
    html = mettre_en_page(FAMILLE_DUPRAT)
    premier = imprimer(FAMILLE_DUPRAT).octets
    rendu.rendre_html(mettre_en_page(DEBORDANTE))
    assert rendu.rendre_html(html) == premier


@pytest.mark.parametrize(
    "adresse",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "https://exemple.org/a.png",
        "ftp://exemple.org/a",
        "papeterie:../rendu.py",
        "papeterie:/etc/passwd",
    ],
)
@pytest.mark.parametrize(
    "forme",
    [
        '<img alt="x" src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<p style="background:url({})">x</p>',
        "<style>@import url({})</style>",
    ],
)
def test_a_page_cannot_make_us_read_a_file_or_a_network(forme, adresse, monkeypatch):
    def interdit(*args, **kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.create_connection", interdit)
    with pytest.raises(rendu.EchecRendu, match="outside the stationery"):
        rendu.rendre_html(PAGE.format(forme.format(adresse)))


def test_a_failed_layout_says_nothing_of_its_content(monkeypatch):
    monkeypatch.setattr(rendu, "_lire", lambda url: (_ for _ in ()).throw(ValueError("2900640999001")))
    monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *a, **k: (_ for _ in ()).throw(ValueError("2900640999001")))
    with pytest.raises(rendu.EchecRendu) as echec:
        rendu.rendre_html(PAGE)
    assert str(echec.value) == "the layout failed: ValueError"


def test_missing_system_libraries_are_named(monkeypatch):
    def absent():
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(rendu, "_atelier", absent)
    with pytest.raises(rendu.EchecRendu, match="system libraries"):
        rendu.rendre_html(PAGE)


def test_threads_share_the_fonts_without_mixing_their_papers():
    papiers = [TOUS[nom] for nom in ("un enfant", "recapitulatif", "recapitulatif nu")]
    pages_html, attendus = map(mettre_en_page, papiers), [imprimer(papier).octets for papier in papiers]
    with ThreadPoolExecutor(3) as fils:
        assert list(fils.map(rendu.rendre_html, pages_html)) == attendus


def test_starting_django_does_not_import_weasyprint():
    code = "import django, sys; django.setup(); import documents.moteur; print('weasyprint' in sys.modules)"
    resultat = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=RACINE)
    assert resultat.stdout.splitlines()[-1] == "False"


def test_a_worker_can_warm_up_beside_its_start():
    fil = rendu.chauffer_en_fond()
    fil.join(timeout=60)
    assert fil.daemon and not fil.is_alive()


def test_the_fonts_fit_their_budget_and_cover_french_and_european_names():
    from fontTools.ttLib import TTFont

    for nom in ("Papier-Regular.ttf", "Papier-Bold.ttf"):
        chemin = rendu.PAPETERIE / nom
        assert chemin.stat().st_size < 60_000
        with TTFont(chemin) as police:
            connus = police.getBestCmap()
        assert not [
            signe for signe in "àâçéèêëîïôœùûüÿÀÉŒÆ’«»–—…€• łŁşğıőřžșț\u00a0\u202f\u2011−" if ord(signe) not in connus
        ]


def test_only_our_fonts_are_embedded():
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(imprimer(TOUS["complete"]).octets)) as pdf:
        noms = {
            str(o.BaseFont).split("+")[-1]
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o
        }
    assert noms == {"Papier-Regular", "Papier-Bold"} or noms == {"Papier", "Papier-Bold"}


def test_a_family_fits_on_one_page_and_a_long_table_repeats_its_headers():
    assert pages(imprimer(FAMILLE_DUPRAT).octets) == 1
    long = imprimer(DEBORDANTE).octets
    assert pages(long) > 1
    assert structure(long).count("/THead") == pages(long)
    assert f"Page {pages(long)} sur {pages(long)}" in texte(long)


def test_each_page_says_which_paper_it_belongs_to():
    long = imprimer(DEBORDANTE).octets
    pied = "Attestation de droits – Anne-Charlotte Élisabeth Rakotondrainibe-Andriamanantena – 14/03/2026"
    assert texte(long).count(pied) == pages(long)


def test_the_summary_of_a_demarche_fits_on_one_page_and_says_what_was_sent():
    pdf = imprimer(RECAPITULATIF).octets
    lu = texte(pdf)
    assert pages(pdf) == 1
    for attendu in (
        "Changer mes coordonnées bancaires",
        "CB-7K4M-29QX",
        "reçue le 1er mars 2026 à 9 h 12",
        "DUPRAT Léa",
        "FR76 •••• •••• 705",
        "J’atteste sur l’honneur",
        "Votre caisse vérifie votre demande.",
        "36 46",
        "Page 1 sur 1",
    ):
        assert attendu in lu


def test_a_value_is_never_read_as_html():
    papier = replace(
        RECAPITULATIF, demarche='<img src="file:///etc/passwd">', identite=(("Nom", "<script>x</script>"),)
    )
    assert "<script>x</script>" in texte(rendu.rendre_html(mettre_en_page(papier)))


@pytest.mark.parametrize("nom", TOUS)
def test_no_reference_of_a_paper_breaks_at_its_hyphens(nom):
    """Each stands in a span that does not break, but in the foot of the page and the title, which have one line."""
    html = re.sub(r'<span class="insecable">[^<]*</span>|<title>.*?</title>', "", mettre_en_page(TOUS[nom]))
    nues = [mot for mot in REFERENCE.findall(re.sub(r"<[^>]*>", " ", html)) if re.search(r"\d", mot)]
    assert nues == []
    assert ".insecable { white-space: nowrap }" in (rendu.PAPETERIE / "papier.css").read_text()
