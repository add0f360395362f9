"""Files that leave one by one: each is kept or refused by itself, looked at again, taken back, and sent with its form."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.fichiers import depot as depots
from accounts.fichiers.depot import Depot
from accounts.models import FichierEnAttente, Message, PieceJointe
from ameli.noyau.horloge import temps_reel
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.fabriques_fichiers import envoi, heic, pdf, photo
from tests.outils.clamd import clamd

pytestmark = pytest.mark.django_db
NOUVEAU = "message:nouveau"
DEPOSER = "/fichiers/"
ECRIRE = "/messagerie/ecrire/remboursement/"


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def connectee(client, lea):
    connecter(client, lea.compte)
    return client


def deposer(client, fichier, pour: str = NOUVEAU):
    return client.post(DEPOSER, {"pour": pour, "fichier": fichier})


def attendus(assure) -> list[str]:
    return [fichier.nom for fichier in FichierEnAttente.objects.de(assure).order_by("id")]


def message(**autres):
    return {"theme": "remboursement", "sujet": "Une facture", "texte": "Voici ma facture.", "jeton": "a" * 32, **autres}


def ecrire(client, **autres):
    return client.post(ECRIRE, message(**autres), follow=True)


def test_a_good_file_is_kept_at_once_and_shown(connectee, lea):
    reponse = deposer(connectee, envoi("recto.jpg", photo()))
    assert reponse.status_code == 200
    fichier = FichierEnAttente.objects.de(lea).get()
    assert reponse.json() == {
        "id": fichier.public_id, "nom": "recto.jpg", "poids": "1 ko", "image": True, "valeur": fichier.public_id,
        "voir": f"/fichiers/{fichier.public_id}/", "retirer": f"/fichiers/{fichier.public_id}/retirer/",
    }  # fmt: skip
    vu = connectee.get(f"/fichiers/{fichier.public_id}/")
    assert vu["Content-Type"] == "image/jpeg"
    assert vu["Content-Security-Policy"] == "default-src 'none'; sandbox"
    page = connectee.get(ECRIRE).content.decode()
    assert "recto.jpg" in page
    assert f'src="/fichiers/{fichier.public_id}/"' in page


def test_a_bad_one_is_refused_by_a_sentence_and_costs_no_other(connectee, lea):
    deposer(connectee, envoi("recto.jpg", photo()))
    refus = deposer(connectee, envoi("virus.exe", b"MZ"))
    assert refus.status_code == 422
    assert "n’est pas accepté" in refus.json()["phrase"]
    assert attendus(lea) == ["recto.jpg"]


def test_what_waits_leaves_with_its_form_and_waits_no_more(connectee, lea, dossier):
    deposer(connectee, envoi("recto.jpg", photo()))
    deposer(connectee, envoi("acte.pdf", pdf()))
    assert ecrire(connectee).status_code == 200
    assert [piece.nom for piece in PieceJointe.objects.de(lea).order_by("id")] == ["recto.jpg", "acte.pdf"]
    assert attendus(lea) == []


def test_without_script_the_good_files_are_kept_when_another_is_refused(connectee, lea):
    page = ecrire(connectee, fichiers=[envoi("recto.jpg", photo()), envoi("b.heic", heic())]).content.decode()
    assert "b.heic" in page
    assert "recto.jpg" in page
    assert "Voici ma facture." in page
    assert not Message.objects.de(lea).exists()
    ecrire(connectee)
    assert [piece.nom for piece in PieceJointe.objects.de(lea)] == ["recto.jpg"]


def test_without_script_files_are_added_then_taken_back_and_nothing_typed_is_lost(connectee, lea):
    page = ecrire(connectee, ajouter="1", sujet="", fichiers=[envoi("recto.jpg", photo())]).content.decode()
    assert "Voici ma facture." in page
    assert "Donnez un sujet" not in page
    assert attendus(lea) == ["recto.jpg"]
    retire = FichierEnAttente.objects.de(lea).get().public_id
    page = ecrire(connectee, retirer=retire).content.decode()
    assert "Voici ma facture." in page
    assert attendus(lea) == []
    assert not Message.objects.de(lea).exists()


def test_a_file_is_taken_back_with_its_bytes(connectee, lea, dossier, django_capture_on_commit_callbacks):
    deposer(connectee, envoi("recto.jpg", photo()))
    fichier = FichierEnAttente.objects.de(lea).get()
    with django_capture_on_commit_callbacks(execute=True):
        assert connectee.post(f"/fichiers/{fichier.public_id}/retirer/").status_code == 204
    assert attendus(lea) == []
    assert not (dossier / fichier.fichier.name).exists()


def test_the_file_of_another_person_does_not_exist(connectee, client, lea):
    deposer(connectee, envoi("recto.jpg", photo()))
    fichier = FichierEnAttente.objects.de(lea).get()
    voisin = creer_assure("Paul")
    creer_compte(voisin)
    connecter(client, voisin.compte)
    assert client.get(f"/fichiers/{fichier.public_id}/").status_code == 404
    assert client.post(f"/fichiers/{fichier.public_id}/retirer/").status_code == 404
    assert attendus(lea) == ["recto.jpg"]
    assert Depot(voisin, NOUVEAU).fichiers == []


def test_files_of_two_forms_do_not_mix(connectee, lea):
    deposer(connectee, envoi("recto.jpg", photo()), "fil:abcdefgh")
    assert "recto.jpg" not in connectee.get(ECRIRE).content.decode()


@pytest.mark.parametrize("pour", ["", "autre:x", "message:", "message:a/b", "message:" + "a" * 80])
def test_a_form_that_nobody_knows_takes_nothing(connectee, pour):
    assert deposer(connectee, envoi("recto.jpg", photo()), pour).status_code == 404


def test_a_form_takes_no_more_than_its_number(connectee, lea):
    for _ in range(3):
        assert deposer(connectee, envoi("a.pdf", pdf())).status_code == 200
    refus = deposer(connectee, envoi("a.pdf", pdf()))
    assert refus.status_code == 422
    assert "3 fichiers au plus" in refus.json()["phrase"].replace("\u00a0", " ")


def test_what_waits_may_not_weigh_too_much(connectee, settings):
    settings.TELEVERSEMENT = {**settings.TELEVERSEMENT, "attente_maximum": 100}
    assert deposer(connectee, envoi("a.jpg", photo())).status_code == 200
    assert "attendent déjà" in deposer(connectee, envoi("a.jpg", photo()), "fil:abcdefgh").json()["phrase"]


def test_a_day_holds_so_many_files(connectee, settings):
    settings.LIMITES = {**settings.LIMITES, "fichiers": {**settings.LIMITES["fichiers"], "essais": 2}}
    reponses = [deposer(connectee, envoi("a.exe", b"MZ")).json()["phrase"] for _ in range(3)]
    assert "beaucoup de fichiers" in reponses[2]
    assert "beaucoup de fichiers" not in reponses[1]


def test_after_a_day_what_waited_is_forgotten(connectee, lea):
    deposer(connectee, envoi("a.jpg", photo()))
    assert depots.purger() == 0
    FichierEnAttente.objects.de(lea).update(depose_le=temps_reel() - timedelta(hours=25))
    assert Depot(lea, NOUVEAU).fichiers == []
    assert depots.purger() == 1
    assert attendus(lea) == []


def test_one_where_something_is_found_later_does_not_leave(connectee, lea, settings):
    from ameli.noyau.televersement import quarantaine

    deposer(connectee, envoi("a.jpg", photo()))
    with clamd() as veille:
        settings.ANTIVIRUS, veille.reponse = veille.adresse, b"stream: Win.Test FOUND\0"
        quarantaine.controler()
        assert Depot(lea, NOUVEAU).prendre() == []


def test_what_was_checked_is_not_checked_again_when_it_leaves(connectee, lea, settings):
    with clamd() as veille:
        settings.ANTIVIRUS = veille.adresse
        deposer(connectee, envoi("a.jpg", photo()))
        ecrire(connectee)
        assert len(veille.vus) == 1
        assert PieceJointe.objects.de(lea).get().consultable
