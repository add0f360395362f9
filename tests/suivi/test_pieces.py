"""Sending the document that the caisse asks for: what, until when, how; nobody else's; said everywhere it matters."""

from __future__ import annotations

import re

import pytest

from accounts.fichiers.depot import Depot
from ameli.noyau.horloge import maintenant
from ameli.noyau.stockage import PHRASE
from ameli.noyau.televersement import verifier
from demarches.models import Demarche, Etat
from demarches.moteur import pieces, transitions
from documents.models import Piece
from tests.fabriques import connecter, creer_agent
from tests.fabriques_fichiers import envoi, heic, pdf, photo
from tests.outils import disque
from tests.outils.requetes import requetes
from tests.suivi.salle import envoyer, lu
from tests.suivi.test_suivi import etapes, page_de, relu

pytestmark = pytest.mark.django_db
MOTIF = "Votre nom a changé depuis votre dernière demande."


@pytest.fixture
def demarche(lea) -> Demarche:
    return envoyer(lea)


@pytest.fixture
def demandee(lea, demarche) -> Demarche:
    pieces.demander(demarche, creer_agent(caisse=lea.caisse), libelle="Acte de naissance", motif=MOTIF, le=maintenant())
    return relu(demarche)


def envoyer_fichiers(client, demarche, *fichiers, follow=True):
    return client.post(page_de(demarche, "document/"), {"fichiers": list(fichiers)}, follow=follow)


def test_the_page_says_what_is_asked_why_and_until_when(connectee, demandee):
    page = lu(connectee.get(page_de(demandee)))
    assert "Votre caisse attend un document" in page
    for attendu in ("Acte de naissance", MOTIF, "au plus tard le <strong>23 décembre 2026</strong>"):
        assert attendu in page
    assert 'enctype="multipart/form-data"' in page
    assert "À compléter" in page
    assert "avant le mercredi" not in page


def test_nothing_is_asked_on_the_page_of_an_ordinary_demarche(connectee, demarche):
    page = lu(connectee.get(page_de(demarche)))
    assert "attend un document" not in page
    assert 'type="file"' not in page


def test_home_and_list_say_it_too(connectee, demandee):
    accueil = lu(connectee.get("/"))
    assert "Votre caisse attend un document" in accueil
    assert "À envoyer au plus tard le 23 décembre 2026" in accueil
    assert f'href="{page_de(demandee)}">Envoyer' in accueil
    assert "En cours dans votre caisse" not in accueil, "it waits for the person, not for the caisse"
    assert "Document à envoyer au plus tard le 23 décembre 2026" in lu(connectee.get("/suivi/"))


def test_sending_photo_and_pdf_together_is_confirmed_and_listed(connectee, demandee, lea):
    page = lu(envoyer_fichiers(connectee, demandee, envoi("recto.jpg", photo()), envoi("acte.pdf", pdf())))
    assert "Votre document est bien arrivé" in page
    assert "Votre caisse attend un document" not in page
    assert re.findall(r">([^<]+\.(?:jpg|pdf))</a>", page) == ["recto.jpg", "acte.pdf"]
    assert "Lire les messages sur cette démarche" in page
    assert relu(demandee).etat == Etat.EN_COURS
    assert "attend un document" not in lu(connectee.get("/"))


def test_without_room_the_page_says_when_to_try_again_and_the_request_stays_open(connectee, demandee, lea):
    with disque.plein():
        page = envoyer_fichiers(connectee, demandee, envoi("acte.pdf", pdf()))
    assert page.status_code == 200
    assert "ous ne pouvons pas garder de fichier en ce moment" in lu(page)
    assert relu(demandee).etat == Etat.A_COMPLETER
    assert not Piece.objects.de(lea).exists()
    assert "Votre document est bien arrivé" in lu(envoyer_fichiers(connectee, demandee, envoi("acte.pdf", pdf())))


def test_files_that_waited_stay_when_the_demarche_cannot_take_them(connectee, demandee, lea):
    depot = Depot(lea, demandee.objet)
    depot.ajouter(envoi("acte.pdf", pdf()))
    with disque.plein():
        page = envoyer_fichiers(connectee, demandee)
    assert PHRASE.replace("\u00a0", " ") in lu(page)
    assert relu(demandee).etat == Etat.A_COMPLETER
    assert [fichier.nom for fichier in Depot(lea, demandee.objet).fichiers] == ["acte.pdf"]


def test_the_timeline_tells_the_request_and_the_answer(connectee, demandee):
    assert etapes(lu(connectee.get(page_de(demandee)))) == [
        "Demande envoyée(fait)", "Document demandé(fait)", "À compléter(en cours)", "Réponse de votre caisse(à venir)",
    ]  # fmt: skip
    envoyer_fichiers(connectee, demandee, envoi("acte.pdf", pdf()))
    assert etapes(lu(connectee.get(page_de(demandee)))) == [
        "Demande envoyée(fait)", "Document demandé(fait)", "Document envoyé(fait)", "En cours de traitement(en cours)",
        "Réponse de votre caisse(à venir)",
    ]  # fmt: skip


def test_each_fault_is_beside_the_field_and_names_its_file(connectee, demandee, lea):
    page = lu(envoyer_fichiers(connectee, demandee, envoi("ok.jpg", photo()), envoi("IMG_1.HEIC", heic())))
    assert "« IMG_1.HEIC » : " in page
    assert "Fichiers prêts à partir" in page
    assert "ok.jpg" in page
    assert "<title>Erreur : " in page
    assert not Piece.objects.de(lea).exists()
    assert relu(demandee).etat == Etat.A_COMPLETER


def test_the_good_files_leave_without_being_chosen_again(connectee, demandee, lea):
    envoyer_fichiers(connectee, demandee, envoi("ok.jpg", photo()), envoi("IMG_1.HEIC", heic()))
    page = lu(connectee.post(page_de(demandee, "document/"), follow=True))
    assert "Votre document est bien arrivé" in page
    assert [piece.nom for piece in Piece.objects.de(lea)] == ["ok.jpg"]


def test_sending_nothing_says_what_to_do(connectee, demandee):
    assert "Choisissez un fichier, ou prenez une photo." in lu(connectee.post(page_de(demandee, "document/")))


def test_sending_twice_keeps_one_and_is_no_fault(connectee, demandee, lea):
    envoyer_fichiers(connectee, demandee, envoi("acte.pdf", pdf()))
    page = lu(envoyer_fichiers(connectee, demandee, envoi("acte.pdf", pdf())))
    assert "n’attend pas de document" in page
    assert Piece.objects.de(lea).count() == 1


def test_a_request_that_ended_meanwhile_is_explained(connectee, demandee, lea, monkeypatch):
    def trop_tard(*_args, **_kwargs):
        raise transitions.TransitionInterdite("Cette démarche est déjà refusée.")

    monkeypatch.setattr(pieces, "recevoir", trop_tard)
    assert "déjà refusée" in lu(envoyer_fichiers(connectee, demandee, envoi("acte.pdf", pdf())))


def test_what_was_sent_comes_back_as_it_was_and_is_not_run(connectee, demandee, lea):
    octets = pdf()
    envoyer_fichiers(connectee, demandee, envoi("acte.pdf", octets))
    piece = Piece.objects.de(lea).get()
    reponse = connectee.get(page_de(demandee, f"document/{piece.public_id}/"))
    assert reponse.content == verifier(envoi("acte.pdf", octets)).octets
    assert reponse["Content-Disposition"] == 'attachment; filename="acte.pdf"'
    assert reponse["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in reponse["Cache-Control"]


def test_a_lost_file_is_a_404(connectee, demandee, lea, settings):
    envoyer_fichiers(connectee, demandee, envoi("acte.pdf", pdf()))
    piece = Piece.objects.de(lea).get()
    (settings.MEDIA_ROOT / piece.fichier.name).unlink()
    assert connectee.get(page_de(demandee, f"document/{piece.public_id}/")).status_code == 404


def test_the_piece_of_another_person_does_not_exist(client, connectee, demandee, lea, voisin):
    envoyer_fichiers(connectee, demandee, envoi("acte.pdf", pdf()))
    piece, sienne = Piece.objects.de(lea).get(), envoyer(voisin)
    connecter(client, voisin.compte)
    for demarche in (demandee, sienne):
        assert client.get(page_de(demarche, f"document/{piece.public_id}/")).status_code == 404
    assert envoyer_fichiers(client, demandee, envoi("a.pdf", pdf()), follow=False).status_code == 404


def test_an_agent_has_their_own_way_in(client, demandee):
    connecter(client, creer_agent().compte)
    assert client.get(page_de(demandee, "document/")).status_code == 404
    assert client.get(page_de(demandee, "document/abc/")).status_code == 404


def test_opening_the_address_of_the_form_goes_to_the_page(connectee, demandee):
    assert connectee.get(page_de(demandee, "document/")).url == page_de(demandee)


def test_a_document_that_is_awaited_costs_two_queries_more(connectee, demandee):
    comptes = []
    for adresse in ("/suivi/", page_de(demandee)):
        connectee.get(adresse)
        with requetes() as faites:
            connectee.get(adresse)
        comptes.append(len(faites))
    assert comptes == [5, 8]
