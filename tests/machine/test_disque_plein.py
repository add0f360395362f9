"""The disk is full: what was typed stays, what was kept stays, each page says what to do, and later all goes through."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.fichiers.depot import Depot
from accounts.messagerie import ecriture
from accounts.models import FichierEnAttente, Fil, Message, PieceJointe
from ameli.noyau.stockage import PHRASE
from ameli.noyau.televersement.champ import nommee
from documents import atelier, moteur
from documents.epreuve import tirer
from documents.models import Commande, Document, Piece
from documents.photo_identite import visage
from tests.catalogue.commande_carte.test_images import portrait
from tests.catalogue.commande_carte.test_parcours import FIN, RECTO, VERSO
from tests.catalogue.commande_carte.test_parcours import Commande as CommandeDeCarte
from tests.documents.papiers import RECAPITULATIF
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte
from tests.fabriques_fichiers import envoi, photo
from tests.outils import disque

pytestmark = pytest.mark.django_db
ECRIRE = "/messagerie/ecrire/remboursement/"
SAISIE = {
    "theme": "remboursement",
    "sujet": "Soins du 3 mai",
    "texte": "Un long récit, à ne pas perdre.",
    "jeton": "0" * 32,
}


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def lea(client):
    assure = creer_assure()
    connecter(client, creer_compte(assure))
    return assure


def test_a_file_sent_by_itself_is_refused_with_a_sentence(client, lea):
    with disque.plein():
        reponse = client.post("/fichiers/", {"pour": "message:nouveau", "fichier": envoi("a.jpg", photo())})
    assert reponse.status_code == 422
    assert reponse.json()["phrase"] == nommee("a.jpg", PHRASE)
    assert not FichierEnAttente.objects.de(lea).exists()


def test_a_message_keeps_its_words_and_leaves_once_there_is_room(client, lea):
    with disque.plein():
        page = client.post(ECRIRE, SAISIE | {"fichiers": envoi("a.jpg", photo())})
    texte = page.content.decode()
    assert page.status_code == 200
    assert "nous ne pouvons pas garder de fichier en ce moment" in texte
    assert SAISIE["texte"] in texte
    assert not Fil.objects.de(lea).exists()
    assert client.post(ECRIRE, SAISIE | {"fichiers": envoi("a.jpg", photo())}).status_code == 302
    assert PieceJointe.objects.de(lea).count() == 1


def test_files_that_waited_are_still_there_when_the_message_could_not_take_them(client, lea):
    Depot(lea, "message:nouveau").ajouter(envoi("a.jpg", photo()))
    with disque.plein():
        page = client.post(ECRIRE, SAISIE)
    assert PHRASE in page.content.decode() and SAISIE["texte"] in page.content.decode()
    assert not Message.objects.de(lea).exists()
    assert FichierEnAttente.objects.de(lea).count() == 1
    assert client.post(ECRIRE, SAISIE).status_code == 302
    assert Message.objects.de(lea).get().pieces.count() == 1


def test_a_reply_keeps_its_words(client, lea):
    fil = ecriture.ecrire(lea, theme="remboursement", sujet="Soins", texte="Bonjour", cle="a", acteur="assure:essai")
    Depot(lea, f"fil:{fil.public_id}").ajouter(envoi("a.jpg", photo()))
    adresse = reverse("messagerie:repondre", args=[fil.public_id])
    reponse = {"texte": "Voici la facture, et mon explication.", "jeton": "1" * 32}
    with disque.plein():
        page = client.post(adresse, reponse).content.decode()
    assert PHRASE in page and reponse["texte"] in page
    assert Message.objects.de(lea).count() == 1


def test_an_agent_keeps_their_answer(client, lea):
    agent = creer_agent(caisse=lea.caisse)
    fil = ecriture.ecrire(lea, theme="remboursement", sujet="Soins", texte="Bonjour", cle="a", acteur="assure:essai")
    connecter(client, agent.compte)
    vu = Message.objects.de(lea).get().pk
    donnees = {"texte": "Votre décompte est joint.", "jeton": "2" * 32, "vu": vu, "fichiers": envoi("a.jpg", photo())}
    with disque.plein():
        page = client.post(reverse("admin:accounts_fil_repondre", args=[fil.pk]), donnees).content.decode()
    assert PHRASE in page and donnees["texte"] in page
    assert Message.objects.de(lea).count() == 1


@pytest.fixture
def carte(monkeypatch) -> CommandeDeCarte:
    monkeypatch.setattr(visage, "_detecteur", lambda: None)
    une = CommandeDeCarte()
    une.declarer()
    une.ouvrir()
    une.poster("beneficiaire", personne=une.assure.personne.public_id)
    une.poster("conditions_photo")
    return une


def test_a_step_with_files_stays_where_it_is_and_keeps_what_it_had(carte):
    assert carte.poster("photo", photo=portrait()).status_code == 302
    [avant] = Piece.objects.de(carte.assure).all()
    with disque.plein():
        page = carte.poster("photo", photo=portrait(flou=1))
        assert page.status_code == 200
        assert PHRASE in page.content.decode()
    assert [piece.pk for piece in Piece.objects.de(carte.assure)] == [avant.pk]
    assert avant.octets()
    carte.poster("apercu_photo")
    carte.poster("conditions_piece")
    with disque.plein(apres=1):
        page = carte.poster("piece", document="cni", expiration=FIN, recto=RECTO, verso=VERSO)
    assert page.content.decode().count(PHRASE) >= 2
    assert [piece.pk for piece in Piece.objects.de(carte.assure)] == [avant.pk]
    relue = carte.client.get(f"{carte.base}piece/").content.decode()
    assert 'value="cni" ' in relue and "checked" in relue
    assert carte.poster("piece", document="cni", expiration=FIN, recto=RECTO, verso=VERSO).status_code == 302


def test_a_paper_waits_for_room_and_comes_by_itself(client, lea, monkeypatch):

    monkeypatch.setattr(moteur, "rendre_html", lambda html: b"%PDF-1.7 court")
    commande = atelier.commander(tirer(RECAPITULATIF, ["b"]), assure=lea, acteur="assure:essai")
    with disque.plein():
        assert atelier.preparer_une() is False
    assert Commande.objects.de(lea).get().etat == Commande.Etat.EN_PREPARATION
    page = client.get(reverse("documents:en_preparation", args=[commande.public_id])).content.decode()
    assert "Document en préparation" in page
    assert atelier.preparer_une() is True
    assert Document.objects.de(lea).count() == 1


def test_signing_in_needs_no_disk(lea, client):
    with disque.plein():
        autre = Client()
        connecter(autre, lea.compte)
        assert autre.get("/").status_code == 200
