"""The files of ordinary people are kept and show the same; only what was really cut is called damaged; nobody is accused by chance."""

from __future__ import annotations

import io
import random
import subprocess
import unicodedata
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from ameli.noyau.televersement import FichierRefuse, verifier
from ameli.noyau.televersement.controle import _double, marquer
from tests.fabriques_fichiers import envoi, pdf, photo
from tests.noyau.fichiers_ordinaires import (
    COUPES,
    IMAGES,
    PDFS,
    SOUS_UN_FAUX_NOM,
    champ,
    papier,
    script,
    seize_bits,
    sur_la_page,
)
from tests.noyau.mauvais_fichiers import archive

CACHES = (b"<script>alert(1)</script>", b"<html><body>", b"<?php system(1);", b"<svg onload=alert(1)>", b"%PDF-1.7\n")


def a_plat(image: Image.Image) -> Image.Image:
    """As one sees it on a white page."""
    rgba = image.convert("RGBA")
    page = Image.new("RGB", rgba.size, "white")
    page.paste(rgba, mask=rgba.getchannel("A"))
    return page


def ecart(avant: Image.Image, apres: Image.Image) -> tuple[float, float]:
    """How far the means are, then how far the points are on average once the details are forgotten; in levels of 255."""
    un, autre = (a_plat(image).resize((64, 48), Image.Resampling.BOX) for image in (avant, apres))
    moyennes = zip(ImageStat.Stat(un).mean, ImageStat.Stat(autre).mean, strict=True)
    return max(abs(a - b) for a, b in moyennes), max(ImageStat.Stat(ImageChops.difference(un, autre)).mean)


def rendus(octets: bytes, dossier: Path) -> list[Image.Image]:
    """Each page, as poppler draws it."""
    dossier.mkdir()
    (dossier / "a.pdf").write_bytes(octets)
    subprocess.run(
        ["pdftoppm", "-r", "72", "-png", dossier / "a.pdf", dossier / "page"], check=True, capture_output=True
    )
    return [Image.open(page) for page in sorted(dossier.glob("page*.png"))]


@pytest.mark.parametrize("nom", IMAGES)
def test_a_picture_is_kept_as_it_is_seen(nom):
    octets, vue = IMAGES[nom]()
    sain = verifier(envoi("photo.jpg", octets))
    gardee = Image.open(io.BytesIO(sain.octets))
    assert gardee.size == vue.size
    moyenne, points = ecart(vue, gardee)
    assert moyenne < 3 and points < 4


@pytest.mark.parametrize("nom", PDFS)
def test_a_pdf_is_kept_as_it_is_seen(nom, tmp_path):
    octets = PDFS[nom]()
    sain = verifier(envoi("document.pdf", octets))
    avant, apres = rendus(octets, tmp_path / "avant"), rendus(sain.octets, tmp_path / "apres")
    assert len(avant) == len(apres)
    for une, autre in zip(avant, apres, strict=True):
        assert une.size == autre.size
        moyenne, points = ecart(une, autre)
        assert moyenne < 3 and points < 4
        if "marque" not in nom or "place" not in nom:
            assert ImageStat.Stat(autre.convert("L")).stddev[0] > 1, "nothing is left on the page"


@pytest.mark.parametrize("nom", COUPES)
def test_what_was_cut_on_its_way_is_called_incomplete(nom):
    with pytest.raises(FichierRefuse, match="abîmé ou incomplet"):
        verifier(envoi("photo.jpg", COUPES[nom]()))


@pytest.mark.parametrize("nom", SOUS_UN_FAUX_NOM)
def test_a_picture_that_is_not_taken_is_called_by_its_true_format(nom):
    fait, attendu = SOUS_UN_FAUX_NOM[nom]
    with pytest.raises(FichierRefuse, match=attendu) as refus:
        verifier(envoi("photo.jpg", fait()))
    assert "quel que soit le nom du fichier" in refus.value.phrase


def test_a_scan_in_sixteen_bits_can_be_marked_for_an_agent():
    sain = verifier(envoi("cni.png", seize_bits("L")[0]))
    assert ImageStat.Stat(Image.open(io.BytesIO(marquer(sain.octets, sain.type_mime, "Copie")))).mean[0] < 230


def test_what_a_form_would_run_is_gone_once_its_values_are_drawn():
    rempli = sur_la_page(champ(10, 100, V="12,50", AA={"/K": script()}), XFA="<xdp/>")
    sain = verifier(envoi("cerfa.pdf", rempli))
    for parti in (b"JavaScript", b"/JS", b"/AA", b"/XFA", b"AcroForm"):
        assert parti not in sain.octets


EUROPE = "Łukasz Şahin Đorđević Ștefan Țepeș Dvořák Čapek Żółć Kőszegi Ģirts İnci"


@pytest.mark.parametrize("ecrit", [EUROPE, "e\u0301lan a\u0300 Orle\u0301ans", "n°\u202f12\u20111 \ufb01n"])
def test_the_letters_of_europe_typed_in_a_form_without_look_are_drawn(ecrit, tmp_path):
    """As a reader of PDF draws them; those of cp1252 alone were, the others became question marks."""
    rempli = champ(2, 100, V=ecrit, Rect=[2, 100, 198, 120], DA="/Helv 0 Tf 0 g")
    sain = verifier(envoi("cerfa.pdf", sur_la_page(rempli, SigFlags=0)))
    (tmp_path / "a.pdf").write_bytes(sain.octets)
    lu = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], check=True, capture_output=True, text=True).stdout
    attendu = unicodedata.normalize("NFKC", ecrit).replace("\u2010", "-").replace("Ț", "Ţ")  # the same drawing
    assert "".join(lu.split()) == "".join(attendu.split())


@pytest.mark.parametrize("lettre", "ŁłŞşĐđĞğİıŐőŰűŘřŠšŽžĄąĘęȘșȚț")
def test_none_of_these_letters_is_drawn_empty(lettre, tmp_path):
    octets = sur_la_page(champ(20, 60, V=lettre, Rect=[20, 60, 120, 160], DA="/Helv 80 Tf 0 g"), SigFlags=0)
    [page] = rendus(verifier(envoi("cerfa.pdf", octets)).octets, tmp_path / "apres")
    assert ImageStat.Stat(page.convert("L")).stddev[0] > 10


@pytest.mark.parametrize("ecrit", ["Дюпра", "Παπαδόπουλος", "دوبرا", "杜普拉", "✓"])
def test_a_form_with_letters_that_nothing_here_draws_is_told_so(ecrit):
    with pytest.raises(FichierRefuse, match="des signes que nous ne savons pas dessiner"):
        verifier(envoi("cerfa.pdf", sur_la_page(champ(10, 100, V=ecrit), SigFlags=0)))


def test_a_form_drawn_by_a_program_alone_is_refused():
    with pytest.raises(FichierRefuse, match="formulaire actif"):
        verifier(envoi("cerfa.pdf", sur_la_page({"Subtype": "/Link", "Rect": [0, 0, 1, 1]}, XFA="<xdp/>")))


def bruits(combien: int, taille: int) -> list[bytes]:
    """Photos of noise, as compressed as those of telephones, each with a magic text where chance wrote it."""
    hasard = random.Random(2026)
    image = photo(64, 48)
    debut, fin = image[: image.rindex(b"\xff\xda") + 14], b"\xff\xd9"
    flot = hasard.randbytes(taille * 2).replace(b"\xff", b"\xff\x00")
    faites = []
    for rang in range(combien):
        place, milieu = hasard.randrange(taille), hasard.randrange(taille)
        corps = flot[place : place + taille]
        faites.append(debut + corps[:milieu] + (*CACHES, b"PK\x05\x06")[rang % 6] + corps[milieu:] + fin)
    return faites


def test_five_thousand_noisy_photos_hide_nothing():
    assert [rang for rang, octets in enumerate(bruits(5000, 60_000)) if _double(octets, "image/jpeg")] == []


def test_a_noisy_film_behind_a_photo_hides_nothing():
    """Where chance writes a short text, no text follows it."""
    hasard = random.Random(7)
    for texte in (b"<svg ", b"<html>", b"<script ", b"<?php ", b"%pdf-", b"PK\x05\x06"):
        film = b"\0\0\0\x18ftypmp42" + hasard.randbytes(3000) + texte + b"\x91\xe5\x02" + hasard.randbytes(3000)
        assert not _double(photo() + film, "image/jpeg")


@pytest.mark.parametrize("texte", CACHES)
@pytest.mark.parametrize(
    ("octets", "type_mime"),
    [
        (photo(), "image/jpeg"),
        (IMAGES["photo progressive"]()[0], "image/jpeg"),
        (IMAGES["couleurs comptées"]()[0], "image/png"),
        (IMAGES["WebP"]()[0], "image/webp"),
        (pdf(), "application/pdf"),
    ],
)
def test_what_stands_behind_a_document_is_found(octets, type_mime, texte):
    assert not _double(octets, type_mime)
    assert _double(octets + texte, type_mime)
    assert _double(octets + bytes(100) + texte.upper() + bytes(100), type_mime)
    assert _double(octets + archive(), type_mime)


def test_the_paper_of_these_tests_has_something_to_lose():
    assert ImageStat.Stat(papier().convert("L")).stddev[0] > 30
