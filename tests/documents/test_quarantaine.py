"""With an antivirus, what people send is opened by nobody until it has been looked at; without, nobody waits."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.horloge import maintenant
from ameli.noyau.televersement import FichierPerdu, FichierRefuse, antivirus, quarantaine, servir, verifier
from ameli.noyau.televersement.modeles import Controle
from documents.models import Piece
from tests.fabriques import creer_assure
from tests.fabriques_fichiers import envoi, pdf, photo
from tests.outils.clamd import EICAR, clamd

pytestmark = pytest.mark.django_db
NULLE_PART = "tcp://127.0.0.1:1"


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def veille(settings):
    with clamd() as serveur:
        settings.ANTIVIRUS = serveur.adresse
        yield serveur


def deposer(octets: bytes = b"") -> Piece:
    lea = creer_assure()
    piece = Piece(assure=lea, caisse=lea.caisse, objet="demarche:x", libelle="RIB", depose_le=maintenant())
    piece.remplir(verifier(envoi("rib.jpg", octets or photo()))).save()
    return piece


def relue() -> Piece:
    return Piece.objects.systeme("test").get()


def pendant_une_panne(settings) -> Piece:
    """Sent while the antivirus does not answer."""
    en_marche, settings.ANTIVIRUS = settings.ANTIVIRUS, NULLE_PART
    piece = deposer()
    settings.ANTIVIRUS = en_marche
    return piece


def test_a_clean_file_is_looked_at_before_it_is_kept(veille):
    octets = photo()
    piece = deposer(octets)
    assert veille.vus == [octets]
    assert piece.controle == Controle.SAIN
    assert piece.controle_le is not None
    assert servir(piece).status_code == 200


def test_a_file_where_something_is_found_is_refused_at_once(veille):
    infos, sortie = PngInfo(), io.BytesIO()
    infos.add_text("Comment", EICAR.decode())
    Image.new("RGB", (9, 9)).save(sortie, "PNG", pnginfo=infos)
    for nom, octets in (("a.png", sortie.getvalue()), ("a.pdf", pdf() + b"\n%" + EICAR)):
        with pytest.raises(FichierRefuse, match="programme dangereux"):
            verifier(envoi(nom, octets))


def test_without_an_antivirus_nobody_waits(settings):
    settings.ANTIVIRUS = ""
    piece = deposer()
    assert piece.controle == Controle.A_FAIRE
    assert piece.consultable
    assert quarantaine.controler() == 0


def test_when_the_antivirus_is_silent_the_file_is_kept_and_opened_by_nobody(settings, veille):
    piece = pendant_une_panne(settings)
    assert piece.controle == Controle.A_FAIRE
    assert not piece.consultable
    with pytest.raises(FichierPerdu):
        servir(piece)


def test_the_sweep_finds_what_no_queue_remembers(settings, veille):
    settings.ANTIVIRUS = ""
    deposer()  # sent before there was an antivirus at all
    settings.ANTIVIRUS = veille.adresse
    assert not relue().consultable
    assert quarantaine.controler() == 1
    assert relue().consultable
    assert quarantaine.controler() == 0


@pytest.mark.django_db(transaction=True)
def test_what_the_sweep_finds_dangerous_loses_its_bytes_and_its_keeper_is_told(settings, veille, dossier):
    piece = pendant_une_panne(settings)
    recus = []

    def noter(sender, fichier, **_):
        recus.append(fichier.public_id)

    quarantaine.fichier_ecarte.connect(noter, sender=Piece)
    veille.reponse = b"stream: Win.Test FOUND\0"
    try:
        assert quarantaine.controler() == 1
    finally:
        quarantaine.fichier_ecarte.disconnect(noter, sender=Piece)
    assert recus == [piece.public_id]
    assert relue().ecarte
    assert not (dossier / piece.fichier.name).exists()
    settings.ANTIVIRUS = ""
    with pytest.raises(FichierPerdu):
        servir(relue())


def test_a_silent_antivirus_leaves_the_rest_for_the_next_sweep(settings, veille):
    pendant_une_panne(settings)
    pendant_une_panne(settings)
    settings.ANTIVIRUS = NULLE_PART
    assert quarantaine.controler() == 0
    settings.ANTIVIRUS = veille.adresse
    assert quarantaine.controler(maximum=1) == 1
    assert quarantaine.controler() == 1


def test_files_that_no_key_opens_keep_nobody_waiting(settings, veille, monkeypatch):
    perdues = [pendant_une_panne(settings).pk for _ in range(2)]
    derniere = pendant_une_panne(settings)
    octets = Piece.octets

    def lire(piece: Piece) -> bytes:
        if piece.pk in perdues:
            raise DechiffrementImpossible("another key")
        return octets(piece)

    monkeypatch.setattr(Piece, "octets", lire)
    assert [quarantaine.controler(maximum=2) for _ in range(2)] == [0, 1]
    derniere.refresh_from_db()
    assert derniere.controle == Controle.SAIN
    assert not any(piece.consultable for piece in Piece.objects.systeme("test").filter(pk__in=perdues))


@pytest.mark.parametrize("reponse", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKAY\0", b"\xff\0"])
def test_an_answer_that_says_nothing_leaves_the_file_in_quarantine(veille, reponse):
    veille.reponse = reponse
    with pytest.raises(antivirus.AntivirusMuet):
        antivirus.analyser(b"bonjour")
    assert deposer().controle == Controle.A_FAIRE


def test_a_big_file_reaches_the_antivirus_whole(veille):
    octets = bytes(range(256)) * 4000
    assert antivirus.analyser(octets) == ""
    assert veille.vus == [octets]


def test_a_socket_of_the_machine_is_an_address_too(settings, tmp_path):
    settings.ANTIVIRUS = f"unix://{tmp_path}/absent.ctl"
    with pytest.raises(antivirus.AntivirusMuet):
        antivirus.analyser(b"bonjour")
