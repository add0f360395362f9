"""A phone finishes what a computer began: its own account only, once, for ten minutes, one step, and no conflict afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as reglages
from django.core import serializers
from django.test import Client
from django.urls import reverse

from ameli.noyau import horloge
from ameli.noyau.entetes import permissions
from ameli.noyau.journal.models import Entree
from demarches.models import Brouillon, Relais
from demarches.moteur.relais import service
from documents.models import Piece
from tests.catalogue.commande_carte.test_parcours import FIN, PHOTO, RECTO, VERSO, Commande
from tests.fabriques import connecter, creer_assure

pytestmark = pytest.mark.django_db
ENTREE, ETAPE = "/telephone/", "/telephone/etape/"


class DeuxAppareils(Commande):
    """Léa at her computer (`client`), her phone in her hand (`telephone`)."""

    telephone: Client

    def jusqu_a_la_photo(self) -> None:
        self.ouvrir()
        self.poster("beneficiaire", personne=self.assure.personne.public_id)
        self.poster("conditions_photo")
        self.telephone = connecter(Client(), self.compte)

    def demander(self, etape: str = "photo", **saisie: str) -> str:
        """« Continuer sur mon téléphone »: the page that waits; its code is `self.code`."""
        attente = self.poster(etape, action="telephone", **saisie).url
        assert attente == f"{self.base}{etape}/telephone/"
        return attente

    @property
    def relais(self) -> Relais:
        return Relais.objects.de(self.assure).get()

    @property
    def code(self) -> str:
        return service.code_de(self.relais)

    def entrer(self, code: str, qui: Client | None = None):
        return (qui or self.telephone).post(ENTREE, {"code": code})

    def envoyer(self, **donnees):
        return self.telephone.post(ETAPE, {"tour": self.brouillon.tour, **donnees})

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).get(teleservice="commande-carte-vitale", etat="OUVERT")

    def etat(self) -> str:
        return self.client.get(f"{self.base}{self.relais.etape}/telephone/etat/").json()["etat"]


@pytest.fixture
def lea(settings, tmp_path) -> DeuxAppareils:
    settings.MEDIA_ROOT = tmp_path / "media"
    une = DeuxAppareils()
    une.declarer()
    une.jusqu_a_la_photo()
    return une


class TestAller:
    def test_the_phone_takes_the_photo_and_the_computer_goes_on_to_the_next_step(self, lea):
        attente = lea.demander()
        page = lea.client.get(attente).content.decode()
        assert "data:image/svg+xml" in page and service.grouper(lea.code) in page and lea.etat() == "attente"
        assert lea.entrer(lea.code.upper()[:4] + " - " + lea.code[4:]).url == ETAPE
        assert lea.etat() == "relie" and "Votre téléphone est relié" in lea.client.get(attente).content.decode()
        page = lea.telephone.get(ETAPE).content.decode()
        assert (
            'capture="user"' in page and "Continuer sur mon téléphone" not in page and "Annuler ma demande" not in page
        )
        assert f"{lea.assure.personne.prenom} {lea.assure.personne.nom[0]}." in page
        assert lea.envoyer(photo=PHOTO).url == ETAPE
        assert "Vous pouvez revenir à votre ordinateur" in lea.telephone.get(ETAPE).content.decode()
        assert lea.etat() == "recu" and lea.client.get(attente).url == f"{lea.base}apercu_photo/"

    def test_the_same_checks_are_made_there_and_what_was_typed_on_the_computer_is_there(self, lea):
        lea.poster("photo", photo=PHOTO)
        lea.poster("apercu_photo")
        lea.poster("conditions_piece")
        lea.demander("piece", document="cni", expiration=FIN)
        lea.entrer(lea.code)
        page = lea.telephone.get(ETAPE).content.decode()
        assert FIN in page and 'capture="environment"' in page
        faute = lea.envoyer(document="cni", expiration=FIN, recto=RECTO).content.decode()
        assert "Prenez aussi en photo le verso" in faute and lea.etat() == "relie"
        recto = Piece.objects.de(lea.assure).get(libelle="Pièce d’identité, recto").public_id
        assert lea.envoyer(document="cni", expiration=FIN, recto=recto, verso=VERSO).url == ETAPE
        assert lea.client.get(f"{lea.base}piece/telephone/").url == f"{lea.base}apercu_piece/"
        lea.poster("apercu_piece")
        assert lea.poster("verification", honneur="on").status_code == 302

    def test_without_script_the_button_says_that_nothing_came_yet_then_goes_on(self, lea):
        attente = lea.demander()
        assert "encore rien reçu" in lea.client.get(f"{attente}?verifier=1").content.decode()
        lea.entrer(lea.code)
        lea.envoyer(photo=PHOTO)
        assert lea.client.get(f"{attente}?verifier=1").status_code == 302

    def test_who_is_signed_out_on_the_phone_signs_in_first_and_comes_back_with_the_code(self, lea):
        lea.demander()
        reponse = Client().get(f"{ENTREE}?code={lea.code}")
        assert reponse.url == f"/connexion/?next=/telephone/%3Fcode%3D{lea.code}"
        assert f'value="{lea.code}"' in lea.telephone.get(f"{ENTREE}?code={lea.code}").content.decode()
        assert lea.relais.ouvert_le is None


class TestSansConflit:
    def test_the_old_page_of_the_computer_keeps_the_photo_of_the_phone(self, lea):
        """Back, then « Suivant » on the page as it was before the phone: neither an error nor a warning."""
        tour = lea.brouillon.tour
        lea.demander()
        lea.entrer(lea.code)
        lea.envoyer(photo=PHOTO)
        gardee = Piece.objects.de(lea.assure).get()
        assert lea.poster("photo", tour=tour).url == f"{lea.base}apercu_photo/"
        assert lea.poster("photo", tour=tour, action="retour").url == f"{lea.base}conditions_photo/"
        assert lea.brouillon.contenu["saisies"] == {}
        assert lea.brouillon.contenu["reponses"]["photo"] == {"photo": [gardee.public_id]}

    def test_an_old_page_that_names_the_photo_before_takes_the_new_one(self, lea):
        lea.poster("photo", photo=PHOTO)
        ancienne, tour = Piece.objects.de(lea.assure).get(), lea.brouillon.tour
        lea.demander()
        lea.entrer(lea.code)
        lea.envoyer(photo=PHOTO)
        assert lea.poster("photo", tour=tour, photo=ancienne.public_id).status_code == 302
        assert Piece.objects.de(lea.assure).get().pk != ancienne.pk

    def test_an_old_page_with_a_fault_elsewhere_still_shows_what_the_phone_sent(self, lea):
        lea.poster("photo", photo=PHOTO)
        lea.poster("apercu_photo")
        lea.poster("conditions_piece")
        tour = lea.brouillon.tour
        lea.demander("piece", document="cni")
        lea.entrer(lea.code)
        lea.envoyer(document="cni", expiration=FIN, recto=RECTO, verso=VERSO)
        page = lea.poster("piece", tour=tour, document="cni", expiration="").content.decode()
        assert page.count("Déjà envoyé") == 2 and "Écrivez la date" in page
        assert lea.client.get(f"{lea.base}piece/").content.decode().count("Déjà envoyé") == 2

    def test_two_different_photos_are_still_a_question_to_the_person(self, lea):
        tour = lea.brouillon.tour
        lea.demander()
        lea.entrer(lea.code)
        lea.envoyer(photo=PHOTO)
        assert "dans un autre onglet" in lea.poster("photo", tour=tour, photo=PHOTO).content.decode()


class TestSecurite:
    def test_the_code_serves_once_and_only_in_the_browser_that_gave_it(self, lea):
        lea.demander()
        code = lea.code
        lea.entrer(code)
        autre = connecter(Client(), lea.compte)
        assert "a déjà servi" in lea.entrer(code, autre).content.decode()
        assert autre.get(ETAPE).url == ENTREE

    def test_it_ends_after_ten_minutes_and_the_phone_after_twenty_more(self, lea):
        attente = lea.demander()
        horloge.regler_decalage(timedelta(minutes=10))
        assert lea.etat() == "fini" and "trop ancien" in lea.entrer(lea.code).content.decode()
        assert "n’est plus valable" in lea.client.get(attente).content.decode()
        lea.client.post(attente)
        lea.entrer(lea.code)
        horloge.regler_decalage(timedelta(minutes=31))
        assert lea.telephone.get(ETAPE).url == ENTREE and lea.envoyer(photo=PHOTO).url == ENTREE
        assert not Piece.objects.de(lea.assure).exists()

    def test_a_new_code_takes_the_place_of_the_former_even_when_it_was_opened(self, lea):
        attente = lea.demander()
        ancien = lea.code
        lea.entrer(ancien)
        lea.client.post(attente)
        assert lea.code != ancien and lea.telephone.get(ETAPE).url == ENTREE
        assert "il est faux" in lea.entrer(ancien).content.decode()

    def test_somebody_else_s_code_opens_nothing_and_says_nothing_of_whose_it_is(self, lea):
        lea.demander()
        marc = connecter(Client(), Commande(creer_assure("Marc", "Autre", serie=None, sexe="M")).compte)
        page = lea.entrer(lea.code, marc).content.decode()
        assert "Ce code ne va pas avec ce compte" in page and lea.assure.personne.prenom not in page
        assert marc.get(ETAPE).url == ENTREE
        assert lea.relais.ouvert_le is None
        for chemin in ("photo/telephone/", "photo/telephone/etat/"):
            assert marc.get(lea.base + chemin).status_code == 404
        assert marc.post(f"{lea.base}photo/telephone/").status_code == 404

    def test_the_code_of_another_draft_leaves_this_one_alone(self, lea):
        """The phone writes in the draft that the code was asked for; one account has one code."""
        lea.demander()
        lea.entrer(lea.code)
        lea.client.post(f"{lea.base}abandonner/")
        assert lea.telephone.get(ETAPE).url == ENTREE
        lea.jusqu_a_la_photo()
        assert lea.envoyer(photo=PHOTO).url == ENTREE
        assert "photo" not in lea.brouillon.contenu["reponses"]

    def test_a_draft_sent_meanwhile_takes_nothing_from_the_phone(self, lea):
        lea.remplir()
        attente = lea.demander()
        lea.entrer(lea.code)
        lea.poster("verification", honneur="on")
        assert lea.telephone.post(ETAPE, {"tour": 99, "photo": PHOTO}).url == ENTREE
        assert lea.client.get(attente).url == f"{lea.base}photo/"
        assert len(lea.pieces(lea.derniere().objet)) == 3

    def test_five_wrong_codes_close_the_door_for_as_long_as_a_code_lives(self, lea):
        lea.demander()
        limite = reglages.LIMITES["relais_code"]
        for _ in range(limite["essais"]):
            assert "il est faux" in lea.entrer("22222222").content.decode()
        assert "Trop d’essais" in lea.entrer(lea.code).content.decode()
        assert lea.relais.ouvert_le is None and limite["blocage"] >= service.CODE

    def test_codes_asked_without_end_are_refused_and_the_step_goes_on_without_a_phone(self, lea):
        attente = lea.demander()
        for _ in range(reglages.LIMITES["relais"]["essais"]):
            reponse = lea.client.post(attente)
        assert reponse.url == f"{lea.base}photo/"
        assert "beaucoup de codes" in lea.client.get(reponse.url).content.decode()
        assert lea.poster("photo", photo=PHOTO).status_code == 302

    def test_the_database_does_not_tell_the_code_and_the_journal_tells_each_use(self, lea):
        lea.demander()
        assert lea.code not in serializers.serialize("json", [lea.relais])
        lea.entrer(lea.code)
        genres = [e.genre for e in Entree.objects.filter(objet=f"brouillon:{lea.brouillon.public_id}").order_by("id")]
        assert genres == ["relais.demande", "relais.ouvert"]

    def test_a_step_without_files_is_continued_on_no_phone(self, lea):
        assert lea.client.get(f"{lea.base}beneficiaire/telephone/").status_code == 404
        assert lea.poster("beneficiaire", action="telephone", personne="").status_code == 200
        assert not Relais.objects.de(lea.assure).exists()

    def test_a_page_that_asks_by_itself_keeps_no_session_alive(self, lea, monkeypatch):
        lea.demander()
        depart = horloge.temps_reel()
        for minutes, statut in ((5, 200), (10, 200), (16, 302)):
            monkeypatch.setattr(
                "accounts.connexion.middleware.temps_reel", lambda m=minutes: depart + timedelta(minutes=m)
            )
            assert lea.client.get(f"{lea.base}photo/telephone/etat/").status_code == statut


class TestAppareilPhoto:
    def test_only_the_pages_with_a_camera_may_use_it(self, lea):
        assert lea.client.get(f"{lea.base}photo/")["Permissions-Policy"] == permissions("camera")
        for chemin in (f"{lea.base}conditions_photo/", "/", reverse("demarches:telephone")):
            assert "camera=()" in lea.client.get(chemin)["Permissions-Policy"], chemin

    def test_a_step_asked_again_offers_the_camera_too(self, lea):
        from tests.catalogue.commande_carte.test_guichet import Guichet

        demarche = lea.commander()
        Guichet(lea).decider(demarche, decision="renvoyer", motifs_photo=["floue"])
        page = lea.client.get(reverse("demarches:detail", args=[demarche.reference]))
        assert page["Permissions-Policy"] == permissions("camera") and "js/photo" in page.content.decode()
