"""What the server says of the images of an order, to the person before they send and to the agent after."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ameli.noyau.horloge import temps_reel
from demarches.catalogue.commande_carte import remarques
from demarches.moteur.fichiers_d_exemple import Fichier
from documents.models import Piece
from documents.photo_identite import mesures, validite, visage
from tests.catalogue.commande_carte.test_parcours import FIN, RECTO, VERSO, Commande
from tests.documents import portraits

pytestmark = pytest.mark.django_db


def portrait(**dessin) -> Fichier:
    return Fichier("moi.jpg", portraits.octets(portraits.dessiner(**dessin)))


@pytest.fixture
def lea(settings, tmp_path, monkeypatch) -> Commande:
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(visage, "_detecteur", lambda: None)
    une = Commande()
    une.declarer()
    une.ouvrir()
    une.poster("beneficiaire", personne=une.assure.personne.public_id)
    une.poster("conditions_photo")
    return une


def apercu(lea: Commande) -> str:
    """The page that follows the photo."""
    return lea.client.get(f"{lea.base}apercu_photo/").content.decode()


def envoyer_la_piece(lea: Commande) -> None:
    lea.poster("apercu_photo")
    lea.poster("conditions_piece")
    lea.poster("piece", document="cni", expiration=FIN, recto=RECTO, verso=VERSO)


def test_a_photo_too_small_says_its_size_and_the_one_wanted(lea) -> None:
    page = lea.poster("photo", photo=portrait(taille=(300, 386))).content.decode()
    assert "300 × 386" in page and "413 × 531" in page and "<title>Erreur" in page
    assert not Piece.objects.de(lea.assure).exists()


def test_a_wide_photo_is_cut_to_35_by_45_before_it_is_shown(lea) -> None:
    assert lea.poster("photo", photo=portrait(taille=(1280, 960))).status_code == 302
    gardee = Piece.objects.de(lea.assure).get(libelle=remarques.PHOTO)
    assert mesures.ouvrir(gardee.octets()).size == (747, 960)


def test_a_blurred_photo_is_advised_against_and_the_agent_knows(lea) -> None:
    assert lea.poster("photo", photo=portrait(flou=6)).status_code == 302
    page = apercu(lea)
    assert "À regarder avant de continuer" in page and "paraît floue" in page
    envoyer_la_piece(lea)
    assert lea.poster("apercu_piece").status_code == 302
    lea.poster("verification", honneur="on")
    phrases = [alerte["phrase"] for alerte in lea.derniere().alertes]
    assert len(phrases) == 2 and "vu par le serveur" in phrases[1] and "floue" in phrases[1]


def test_a_good_photo_gets_no_advice_and_without_detector_the_page_says_who_looks_at_the_face(lea) -> None:
    assert lea.poster("photo", photo=portrait()).status_code == 302
    page = apercu(lea)
    assert "À regarder avant de continuer" not in page
    assert "un agent le regarde" in page


def test_a_photo_that_weighs_too_much_is_told_the_size_of_its_hint(lea) -> None:
    """Between what the field takes and what the site takes, and above both."""
    assert "5\u00a0Mo au plus" in lea.client.get(f"{lea.base}photo/").content.decode()
    for poids in (8_000_000, 11_000_000):
        page = lea.poster("photo", photo=Fichier("moi.jpg", b"\xff\xd8\xff" + bytes(poids))).content.decode()
        assert "pèse plus de 5\u00a0Mo" in page and "10\u00a0Mo" not in page


def scan(cotes: int) -> Fichier:
    """What a scanner makes of a card."""
    faces, sortie = [mesures.ouvrir(portraits.piece())] * cotes, io.BytesIO()
    faces[0].save(sortie, "PDF", save_all=True, append_images=faces[1:])
    return Fichier("carte.pdf", sortie.getvalue())


def test_one_pdf_of_both_sides_is_a_front_and_a_back(lea) -> None:
    lea.poster("photo", photo=portrait())
    lea.poster("apercu_photo")
    lea.poster("conditions_piece")
    page = lea.poster("piece", document="cni", recto=scan(2)).content.decode()
    assert "Prenez aussi en photo le verso" not in page and "Écrivez la date de fin" in page
    gardee = Piece.objects.de(lea.assure).get(libelle="Pièce d’identité, recto").public_id
    assert lea.poster("piece", document="cni", expiration=FIN, recto=gardee).status_code == 302


def test_a_pdf_of_one_side_still_wants_the_other(lea) -> None:
    lea.poster("photo", photo=portrait())
    lea.poster("apercu_photo")
    lea.poster("conditions_piece")
    page = lea.poster("piece", document="cni", expiration=FIN, recto=scan(1)).content.decode()
    assert "Prenez aussi en photo le verso" in page


def test_a_document_too_small_to_be_read_is_refused_on_its_side(lea) -> None:
    lea.poster("photo", photo=portrait())
    lea.poster("apercu_photo")
    lea.poster("conditions_piece")
    petite = Fichier("verso.jpg", portraits.piece(taille=(400, 256)))
    page = lea.poster("piece", document="cni", expiration=FIN, recto=RECTO, verso=petite).content.decode()
    assert "trop petite pour être lue" in page
    assert "Prenez aussi en photo le verso" not in page


def test_an_expired_document_is_refused_beside_its_date_and_its_images_are_kept(lea) -> None:
    lea.poster("photo", photo=portrait())
    lea.poster("apercu_photo")
    lea.poster("conditions_piece")
    page = lea.poster("piece", document="passeport", expiration="12/03/2020", recto=RECTO).content.decode()
    assert "Ce passeport n’est plus valable depuis le 12\u00a0mars 2020" in page and "Envoyez une autre pièce" in page
    assert "Déjà envoyé" in page
    recto = Piece.objects.de(lea.assure).get(libelle="Pièce d’identité, recto").public_id
    assert lea.poster("piece", document="passeport", expiration=FIN, recto=recto).status_code == 302


def test_a_card_that_lasts_longer_than_it_says_is_taken_and_the_agent_is_told(lea, monkeypatch) -> None:
    toujours = replace(validite.CARTES_2004_2013, au=date.max)
    ligne = replace(validite.VALIDITES["cni"][0], prolongation=toujours)
    monkeypatch.setitem(validite.VALIDITES, "cni", (ligne,))
    depassee = f"{temps_reel() - timedelta(days=400):%d/%m/%Y}"
    lea.poster("photo", photo=portrait())
    lea.poster("apercu_photo")
    lea.poster("conditions_piece")
    assert lea.poster("piece", document="cni", expiration=depassee, recto=RECTO, verso=VERSO).status_code == 302
    lea.poster("apercu_piece")
    lea.poster("verification", honneur="on")
    demarche = lea.derniere()
    assert "prolongee" in [alerte["code"] for alerte in demarche.alertes]
    lignes = dict(ligne for section in demarche.recapitulatif["sections"] for ligne in section["lignes"])
    assert lignes["Fin de validité de la pièce"]
