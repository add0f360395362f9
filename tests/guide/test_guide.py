"""What the guide says: the 21 chapters of the catalogue, each screen of each service, whether or not there is a picture of it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from ameli.noyau.glossaire import MOTS
from ameli.noyau.plan import lieux
from demarches.accueil import guide
from demarches.accueil.aide import fiches
from demarches.moteur import registre

PIXEL = bytes.fromhex("ffd8ffd9")


@pytest.fixture(scope="module")
def entier() -> str:
    return unescape(guide.ecrire())


def test_the_guide_has_the_21_chapters_in_their_order_in_its_contents_and_in_its_pages(entier):
    assert [un.numero for un in guide.CHAPITRES] == list(range(1, 22))
    titres = [f"{un.numero}. {un.titre}" for un in guide.CHAPITRES]
    assert re.findall(r'<li><a href="#chapitre-\d+">(.*?)</a>', entier) == titres
    assert re.findall(r'<section class="chapitre" id="chapitre-\d+">\s*<h1[^>]*>(.*?)</h1>', entier) == titres


def test_each_service_is_in_one_chapter_that_of_its_declaration(entier):
    places = {code: un.numero for un in guide.CHAPITRES for code in un.services}
    assert set(places) == {fiche.code for fiche in fiches()}
    assert sum(len(un.services) for un in guide.CHAPITRES) == len(places)
    for teleservice in registre.tous():
        assert places[teleservice.code] == teleservice.chapitre, teleservice.code


def test_each_chapter_has_screens_and_each_step_of_a_service_is_one(entier):
    for un in guide.CHAPITRES:
        assert un.pages or any(fiche.ecrans for fiche in un.fiches), un.titre
    for fiche in fiches():
        for ecran in fiche.ecrans:
            assert f". {ecran.titre}</h3>" in entier, (fiche.code, ecran.nom)


def test_a_page_of_the_guide_is_a_page_of_the_site():
    from django.urls import reverse

    for vue in (vue for un in guide.CHAPITRES for vue in un.pages):
        assert reverse(vue.page)
    assert {lieu.nom for lieu in lieux()} >= {"paiements:creances", "informations:securite"}


def test_every_explained_word_is_at_the_end_of_the_whole_guide_only(entier):
    assert all(mot.sens in entier for mot in MOTS)
    assert MOTS[0].sens not in unescape(guide.ecrire(numeros=(5,)))


def test_one_chapter_is_a_paper_of_its_own_without_cover():
    seul = unescape(guide.ecrire(numeros=(16,)))
    assert "<title>Payer une créance</title>" in seul
    assert "Sommaire" not in seul
    assert seul.count('class="chapitre"') == 1


def test_a_picture_stands_under_its_screen_with_what_it_shows_and_no_other_file_is_read(tmp_path):
    (tmp_path / "iban--depart.jpg").write_bytes(PIXEL)
    (tmp_path / "iban--inconnu.jpg").write_bytes(PIXEL)
    (tmp_path / "iban--verification.txt").write_bytes(b"no picture")
    seul = unescape(guide.ecrire(tmp_path, (6,)))
    assert seul.count("<img ") == 1
    assert re.search(r'<img src="data:image/jpeg;base64,[\w+/=]+" alt="Écran «\u00a0Avant de commencer\u00a0»">', seul)
