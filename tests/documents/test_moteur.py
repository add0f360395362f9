"""Made once, kept encrypted, traced each time."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from ameli.noyau.chiffrement import DechiffrementImpossible
from documents import epreuve, moteur
from documents.models import Document, Edition
from tests.documents.papiers import FAMILLE_DUPRAT, RECAPITULATIF
from tests.documents.situations import MIDI

pytestmark = pytest.mark.django_db
MOI = "assure:essai"


@pytest.fixture
def rendus(monkeypatch):
    """The pages given to WeasyPrint, in order; what comes out is short but real."""
    vus: list[str] = []

    def rendre(html: str) -> bytes:
        vus.append(html)
        return b"%PDF-1.7 " + html.encode()

    monkeypatch.setattr(moteur, "rendre_html", rendre)
    return vus


def fichiers(settings) -> list:
    return sorted(chemin for chemin in settings.MEDIA_ROOT.rglob("*") if chemin.is_file())


def gestes(document) -> list[str]:
    return list(Edition.objects.filter(document=document).order_by("id").values_list("geste", flat=True))


def test_the_same_paper_is_made_once(lea, rendus, settings):
    premier = moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    second = moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    assert second == premier
    assert len(rendus) == 1
    assert len(fichiers(settings)) == 1
    assert gestes(premier) == ["PRODUIT", "REDEMANDE"]


def test_another_content_another_day_or_another_person_makes_another_paper(lea, voisin, rendus):
    papiers = [
        (lea, FAMILLE_DUPRAT),
        (lea, replace(FAMILLE_DUPRAT, code_gestion="20")),
        (lea, replace(FAMILLE_DUPRAT, edite_le=FAMILLE_DUPRAT.edite_le + timedelta(days=1))),
        (voisin, FAMILLE_DUPRAT),
    ]
    assert len({moteur.produire(papier, assure=assure, acteur=MOI).public_id for assure, papier in papiers}) == 4


def test_a_changed_style_sheet_makes_the_paper_anew(lea, rendus, monkeypatch):
    premier = moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    monkeypatch.setattr(epreuve, "revision", lambda: "autre")
    assert moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI) != premier


def test_reading_gives_back_the_very_bytes_and_renders_nothing(lea, rendus):
    document = moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    assert moteur.lire(document) == b"%PDF-1.7 " + rendus[0].encode()
    assert document.taille == len(moteur.lire(document))
    assert len(rendus) == 1


def test_nothing_of_the_person_is_in_clear_on_the_disk_nor_in_the_names(lea, rendus, settings):
    moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    (fichier,) = fichiers(settings)
    for mot in (b"PDF", b"2 90 06", b"2900640999001", b"Duprat", b"LAFITTE", b"attestation"):
        assert mot not in fichier.read_bytes()
        assert mot.decode() not in str(fichier.relative_to(settings.MEDIA_ROOT))


def test_the_bytes_of_one_document_do_not_open_as_anothers(lea, voisin, rendus, settings):
    mien = moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    sien = moteur.produire(FAMILLE_DUPRAT, assure=voisin, acteur=MOI)
    (settings.MEDIA_ROOT / mien.fichier.name).write_bytes((settings.MEDIA_ROOT / sien.fichier.name).read_bytes())
    with pytest.raises(DechiffrementImpossible):
        moteur.lire(mien)


def test_files_follow_a_key_rotation_so_that_the_old_key_may_go(lea, rendus, settings, monkeypatch, capsys):
    document = moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    pdf, valeurs = moteur.lire(document), settings.CONFIGURATION._valeurs
    ancienne, nouvelle = valeurs["AMELI_CLES_CHIFFREMENT"], f"n2:{base64.b64encode(bytes(32)).decode()}"
    monkeypatch.setitem(valeurs, "AMELI_CLES_CHIFFREMENT", f"{nouvelle},{ancienne}")
    call_command("tourner_cles")  # what its verification shows is a column
    call_command("tourner_cles_documents")
    call_command("tourner_cles_documents")
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "1 document(s) rewritten, 0 without a file",
        "0 document(s) rewritten, 0 without a file",
    ]
    monkeypatch.setitem(valeurs, "AMELI_CLES_CHIFFREMENT", nouvelle)
    document.refresh_from_db()
    assert moteur.lire(document) == pdf
    assert len(fichiers(settings)) == 1


def test_a_lost_file_is_made_again_under_the_same_address(lea, rendus, settings):
    document = moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    (settings.MEDIA_ROOT / document.fichier.name).unlink()
    with pytest.raises(moteur.DocumentPerdu):
        moteur.lire(document)
    refait = moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    assert refait == document
    assert moteur.lire(refait) == b"%PDF-1.7 " + rendus[1].encode()
    assert gestes(document) == ["PRODUIT", "PRODUIT"]


def test_a_failed_rendering_leaves_nothing_behind(lea, monkeypatch, settings):
    def echouer(html: str) -> bytes:
        raise moteur.EchecRendu("the layout failed")

    monkeypatch.setattr(moteur, "rendre_html", echouer)
    with pytest.raises(moteur.EchecRendu):
        moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    assert not fichiers(settings)
    assert not Document.objects.de(lea).exists()


def test_a_row_that_cannot_be_written_leaves_no_file(lea, rendus, monkeypatch, settings):
    def tomber(*args):
        raise RuntimeError("trace lost")

    monkeypatch.setattr(moteur, "tracer", tomber)
    with pytest.raises(RuntimeError, match="trace lost"):
        moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    assert not fichiers(settings)
    assert not Document.objects.de(lea).exists()


def test_two_requests_at_once_keep_one_document(lea, rendus, monkeypatch, settings):
    """The other request finishes while this one renders."""
    simple = moteur.rendre_html

    def pendant_ce_temps(html: str) -> bytes:
        monkeypatch.setattr(moteur, "rendre_html", simple)
        moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur="assure:autre")
        return simple(html)

    monkeypatch.setattr(moteur, "rendre_html", pendant_ce_temps)
    document = moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
    assert Document.objects.de(lea).count() == 1
    assert len(fichiers(settings)) == 1
    assert gestes(document) == ["PRODUIT", "REDEMANDE"]
    assert moteur.lire(document)


def test_a_trace_says_who_and_when(lea, rendus):
    with time_machine.travel(MIDI, tick=False):
        document = moteur.produire(FAMILLE_DUPRAT, assure=lea, acteur=MOI)
        trace = moteur.tracer(document, Edition.Geste.TELECHARGE, "agent:L0042")
    assert (trace.geste, trace.acteur, trace.le) == ("TELECHARGE", "agent:L0042", MIDI)


def test_the_summary_of_a_demarche_is_the_same_document_at_any_time(lea, rendus):
    premier = moteur.produire(RECAPITULATIF, assure=lea, acteur=MOI, personnes=["b", "a"])
    with time_machine.travel(MIDI + timedelta(days=900)):
        assert moteur.produire(RECAPITULATIF, assure=lea, acteur=MOI) == premier
    assert premier.nom_fichier == "recapitulatif_CB-7K4M-29QX.pdf"
    assert premier.titre == "Récapitulatif – Changer mes coordonnées bancaires"
    assert premier.personnes == ["a", "b"]


@pytest.mark.parametrize(
    ("taille", "poids"), [(300, "1 ko"), (23_600, "24 ko"), (999_999, "1000 ko"), (1_250_000, "1,2 Mo")]
)
def test_a_size_is_written_as_people_read_it(taille, poids):
    assert Document(taille=taille).poids == poids
