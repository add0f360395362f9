"""Identity papers shown to an agent say who looked and when, and can still be read."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pytest
from PIL import Image, ImageChops

from ameli.noyau.televersement import verifier
from ameli.noyau.televersement.controle import marquer
from ameli.noyau.televersement.filigrane import d_identite, mots
from tests.fabriques_fichiers import capture, envoi, pdf, photo

LE = datetime(2026, 11, 23, 15, 3, tzinfo=UTC)
MOTS = mots("LANDES-01", LE)


def test_the_words_name_the_agent_and_the_moment_in_paris():
    assert MOTS == "Copie pour LANDES-01, 23/11/2026 16:03, Assurance Maladie"


@pytest.mark.parametrize(
    "texte",
    ["Carte d’identité", "CNI_recto.jpg", "Passeport", "titre-de-sejour.pdf", "TITRES DE SÉJOUR", "Acte de naissance"],
)
def test_these_are_identity_papers(texte):
    assert d_identite(texte)


@pytest.mark.parametrize("texte", ["RIB de votre banque", "Facture d’optique", "Ordonnance", "technique.jpg", ""])
def test_these_are_not(texte):
    assert not d_identite(texte)


@pytest.mark.parametrize(
    "octets", [photo(1200, 800), capture("RGBA", (600, 400)), capture("L", (600, 400)), photo(40, 30)]
)
def test_a_picture_is_marked_all_over_and_keeps_its_size(octets):
    sain = verifier(envoi("cni.jpg", octets))
    avant = Image.open(io.BytesIO(sain.octets)).convert("RGB")
    apres = Image.open(io.BytesIO(marquer(sain.octets, sain.type_mime, MOTS))).convert("RGB")
    assert apres.size == avant.size
    changes = ImageChops.difference(avant, apres).convert("L").point(lambda x: 255 if x > 40 else 0)
    part = changes.histogram()[255] / (avant.width * avant.height)
    assert 0.005 < part < 0.35
    if avant.width > 500:
        for x in (0, avant.width // 2):
            for y in (0, avant.height // 2):
                quart = changes.crop((x, y, x + avant.width // 2, y + avant.height // 2))
                assert quart.getbbox() is not None


def test_every_page_of_a_pdf_is_marked():
    sain = verifier(envoi("passeport.pdf", pdf(3)))
    with pikepdf.open(io.BytesIO(marquer(sain.octets, sain.type_mime, MOTS))) as marque:
        assert len(marque.pages) == 3
        for page in marque.pages:
            contenu = b"".join(flux.read_bytes() for flux in page.obj.Contents)
            assert b"LANDES-01, 23/11/2026" in contenu
            assert len(page.obj.Resources.Font) == 1


def test_words_that_would_end_a_pdf_text_do_not():
    sain = verifier(envoi("a.pdf", pdf()))
    with pikepdf.open(io.BytesIO(marquer(sain.octets, sain.type_mime, r"a) Tj (b\\"))) as marque:
        assert len(pikepdf.parse_content_stream(marque.pages[0])) > 5
