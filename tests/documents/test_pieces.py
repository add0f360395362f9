"""A file that somebody sent: encrypted for its own row, handed back without being run."""

from __future__ import annotations

import base64

import pytest
from django.core.management import call_command
from django.db import transaction

from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.horloge import maintenant
from ameli.noyau.televersement import FichierPerdu, servir, verifier
from documents.models import Piece
from tests.fabriques import creer_assure
from tests.fabriques_fichiers import envoi, pdf, photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def creer_piece(assure, octets: bytes = b"", nom: str = "Ordonnance.jpg") -> Piece:
    piece = Piece(assure=assure, caisse=assure.caisse, objet="demarche:x", libelle="Ordonnance", depose_le=maintenant())
    piece.remplir(verifier(envoi(nom, octets or photo()))).save()
    return piece


def test_bytes_and_name_are_encrypted_at_rest(dossier):
    piece = creer_piece(creer_assure(), pdf(), "Acte de Lea.pdf")
    octets = verifier(envoi("a.pdf", pdf())).octets
    garde = (dossier / piece.fichier.name).read_bytes()
    assert b"%PDF" not in garde
    assert "Acte" not in piece.fichier.name
    relue = Piece.objects.de(piece.assure).get()
    assert (relue.nom, relue.octets(), relue.taille) == ("Acte de Lea.pdf", octets, len(octets))


def test_the_file_of_one_row_does_not_open_as_anothers(dossier):
    lea = creer_assure()
    une, autre = creer_piece(lea), creer_piece(lea)
    (dossier / une.fichier.name).write_bytes((dossier / autre.fichier.name).read_bytes())
    with pytest.raises(DechiffrementImpossible):
        une.octets()


def test_a_file_that_is_gone_is_said(dossier):
    piece = creer_piece(creer_assure())
    (dossier / piece.fichier.name).unlink()
    with pytest.raises(FichierPerdu):
        piece.octets()


def test_it_is_handed_back_as_a_download_that_nothing_runs():
    reponse = servir(creer_piece(creer_assure(), nom="Élève n°3.jpg"))
    assert reponse["Content-Type"] == "image/jpeg"
    assert reponse["Content-Disposition"] == "attachment; filename*=utf-8''%C3%89l%C3%A8ve%20n%C2%B03.jpg"
    assert reponse["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reponse["Content-Security-Policy"]
    assert reponse["Cross-Origin-Resource-Policy"] == "same-origin"
    assert reponse["Cache-Control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_erasing_takes_the_bytes_only_when_the_row_is_really_gone(dossier):
    piece = creer_piece(creer_assure())
    chemin = dossier / piece.fichier.name

    class Arret(Exception):
        pass

    with pytest.raises(Arret), transaction.atomic():
        piece.effacer()
        raise Arret
    assert chemin.exists()
    Piece.objects.systeme("test").get().effacer()
    assert not chemin.exists()


def test_a_new_key_rewrites_the_bytes_once(settings, monkeypatch, dossier):
    piece = creer_piece(creer_assure())
    avant, clair = piece.fichier.name, piece.octets()
    assert not piece.rechiffrer()
    valeurs = settings.CONFIGURATION._valeurs
    nouvelle = f"n2:{base64.b64encode(bytes(32)).decode()}"
    monkeypatch.setitem(valeurs, "AMELI_CLES_CHIFFREMENT", f"{nouvelle},{valeurs['AMELI_CLES_CHIFFREMENT']}")
    call_command("tourner_cles_documents")
    piece.refresh_from_db(from_queryset=Piece.objects.systeme("test"))
    monkeypatch.setitem(valeurs, "AMELI_CLES_CHIFFREMENT", nouvelle)
    assert piece.octets() == clair
    assert not (dossier / avant).exists()
