"""The screens of the declaration: who, which child, what is refused and why, what is sent once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Beneficiaire, Fil, Personne
from ameli.noyau import formats
from ameli.noyau.envois.models import Envoi
from demarches.catalogue.naissance.models import EnfantDeclare
from demarches.models import Brouillon, Demarche, Etat
from tests.catalogue.naissance.salle import CODE, Parent, il_y_a, passer
from tests.fabriques import connecter, creer_assure, creer_compte, creer_enfant

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea() -> Parent:
    return Parent()


def texte(reponse) -> str:
    return reponse.content.decode().replace("\N{NO-BREAK SPACE}", " ")


class TestLaMairie:
    def test_five_days_after_the_town_hall_the_child_is_accepted(self, lea):
        lea.commencer()
        assert lea.ajouter(naissance=il_y_a(6), mairie_le=il_y_a(5)).status_code == 302

    @pytest.mark.parametrize("jours", [0, 1, 4])
    def test_before_that_the_page_says_from_which_day_on_and_keeps_what_was_typed(self, lea, jours):
        lea.commencer()
        page = texte(lea.ajouter(naissance=il_y_a(8), mairie_le=il_y_a(jours)))
        ouverte = il_y_a(jours) + timedelta(days=5)
        assert f"Revenez à partir du {formats.jour_semaine(ouverte)}".replace("\N{NO-BREAK SPACE}", " ") in page
        assert "Zoé" in str(lea.brouillon.contenu["saisies"])

    def test_on_that_day_the_same_answers_pass(self, lea):
        lea.commencer()
        lea.ajouter(naissance=il_y_a(8), mairie_le=il_y_a(2))
        passer(3)
        lea.client = connecter(Client(), lea.compte)
        place = next(place for place in lea.brouillon.contenu["saisies"] if place.startswith("enfants/"))
        saisie = lea.brouillon.contenu["saisies"][place]
        assert lea.envoyer(place, saisie).status_code == 302

    def test_a_late_declaration_at_the_town_hall_is_told_and_refuses_nothing(self, lea):
        lea.commencer()
        lea.ajouter(naissance=il_y_a(60), mairie_le=il_y_a(20))
        lea.envoyer("enfants", {})
        lea.envoyer("second_parent", {})
        page = texte(lea.client.get(lea.adresse("verification")))
        assert "après le délai de la mairie" in page
        lea.client.post(lea.adresse("verification"), {"honneur": "on"})
        assert Demarche.objects.de(lea.assure).get().alertes == []

    def test_a_declaration_in_time_says_nothing_of_it(self, lea):
        lea.commencer()
        lea.ajouter()
        lea.envoyer("enfants", {})
        lea.envoyer("second_parent", {})
        assert "après le délai" not in texte(lea.client.get(lea.adresse("verification")))

    @pytest.mark.parametrize(
        ("champs", "phrase"),
        [
            ({"naissance": -1}, "pas encore passée"),
            ({"naissance": 3 * 366}, "moins de 3 ans"),
            ({"naissance": 8, "mairie_le": 9}, "vient après la naissance"),
            ({"naissance": 8, "mairie_le": -1}, "pas encore passée"),
        ],
    )
    def test_a_day_that_cannot_be_is_refused_in_words(self, lea, champs, phrase):
        lea.commencer()
        assert phrase in texte(lea.ajouter(**{nom: il_y_a(jours) for nom, jours in champs.items()}))


class TestLesNoms:
    @pytest.mark.parametrize(
        ("nom", "prenoms"),
        [
            ("D’Almeida", "Lou-Ann"),
            ("Œuvrard", "Maÿlis, Françoise"),
            ("Dupont--Durand", "Abcdefghijklmnopqrstuvwxyz"),
            ("de la Tour d'Auvergne", "Jean Noël"),
            ("N’", "Ô"),
        ],
    )
    def test_names_are_kept_as_they_are_typed(self, lea, nom, prenoms):
        demarche = lea.declarer({"nom": nom, "prenoms": prenoms})
        identite = EnfantDeclare.objects.de(lea.assure).get(demarche=demarche).identite
        assert (identite["nom"], identite["prenoms"]) == (nom, prenoms)
        passer(2)
        assert lea.famille[0].personne.nom_naissance == nom

    @pytest.mark.parametrize("nom", ["R2D2", "<b>", "42", "a" * 51, "-"])
    def test_what_is_no_name_is_refused(self, lea, nom):
        lea.commencer()
        assert lea.ajouter(nom=nom).status_code == 200


class TestLeSecondParent:
    def test_it_may_be_left_empty_and_nothing_says_unknown(self, lea):
        demarche = lea.declarer()
        page = lea.suivi(demarche)
        assert "Vous n’avez pas répondu" in page and "inconnu" not in page.lower()

    @pytest.mark.parametrize("mot", ["inconnu", "INCONNUE", "Père inconnu"])
    def test_unknown_is_not_a_name(self, lea, mot):
        lea.commencer()
        lea.ajouter()
        lea.envoyer("enfants", {})
        assert "laissez cette page vide" in texte(lea.envoyer("second_parent", {"nom": mot, "prenom": "Hugo"}))

    def test_ones_own_number_and_a_wrong_key_are_refused(self, lea):
        lea.commencer()
        lea.ajouter()
        lea.envoyer("enfants", {})
        sien = lea.assure.personne.nir_complet
        faux = f"{sien[:13]}{(int(sien[13:]) % 97) + 1:02}"
        for nir, phrase in ((sien, "C’est votre numéro"), (faux, "ne correspondent pas")):
            saisie = {"nom": "Peyré", "prenom": "Hugo", "nir": nir}
            assert phrase in texte(lea.envoyer("second_parent", saisie))

    def test_nothing_is_sent_to_that_parent(self, lea):
        autre = creer_assure("Hugo", "Peyré", sexe="M")
        creer_compte(autre)
        saisie = {"nom": "Peyré", "prenom": "Hugo", "nir": autre.personne.nir_complet, "inscrire": "on"}
        demarche = lea.declarer(second_parent=saisie)
        passer(40)
        assert not Fil.objects.de(autre).exists() and not Envoi.objects.filter(assure_ref=autre.public_id).exists()
        assert autre.personne.nir not in str(demarche.recapitulatif).replace(" ", "")


class TestLesSorties:
    def test_the_other_parent_declares_when_the_child_has_the_other_cover(self, lea):
        lea.client.post(reverse("demarches:depart", args=[CODE]))
        fin = lea.envoyer("situation", {"lieu": "FRANCE", "qui": "AUTRE"})
        assert fin.url == reverse("demarches:depart", args=[CODE])
        assert "autre parent qui fait cette déclaration" in texte(lea.client.get(fin.url))
        assert not Brouillon.objects.de(lea.assure).filter(etat="OUVERT").exists()

    def test_a_minor_who_is_still_on_a_parents_file_is_sent_to_an_agent(self):
        jour = il_y_a(365 * 16)
        mere = creer_assure("Sylvie", "Duprat")
        mineure = Parent(date_naissance=jour)
        Beneficiaire.objects.create(
            assure=mere, personne=mineure.assure.personne, rang=2, lien="ENFANT", droits_du=jour
        )  # fmt: skip
        page = mineure.page("demarches:depart", CODE)
        assert "Rien n’est écrit dans le compte de vos parents" in page

    def test_a_minor_with_a_file_of_her_own_declares(self):
        mineure = Parent(date_naissance=il_y_a(365 * 16))
        assert mineure.declarer().etat == Etat.DEPOSEE


class TestLesDoublons:
    @pytest.mark.parametrize("prenoms", ["Zoé", "ZOE", "zoe, Marie"])
    def test_a_child_of_the_file_is_told_with_a_link_to_the_child(self, lea, prenoms):
        creer_enfant(lea.assure, "Zoé", date_naissance=il_y_a(12))
        lea.commencer()
        page = texte(lea.ajouter(prenoms=prenoms))
        assert "est déjà dans votre dossier" in page and reverse("informations:accueil") in page

    def test_a_child_who_is_being_declared_is_told_with_a_link_to_the_declaration(self, lea):
        demarche = lea.declarer({"prenoms": "Lou-Ann"})
        lea.commencer()
        page = texte(lea.ajouter(prenoms="Lou Ann".replace(" ", "-").lower()))
        assert "Vous avez déjà déclaré Lou-Ann" in page
        assert reverse("demarches:detail", args=[demarche.reference]) in page

    def test_another_child_may_be_declared_meanwhile(self, lea):
        lea.declarer({"prenoms": "Lou-Ann"})
        assert lea.declarer({"prenoms": "Tom", "sexe": "M"}).etat == Etat.DEPOSEE

    def test_the_same_child_twice_in_the_list_is_refused(self, lea):
        lea.commencer()
        lea.ajouter(prenoms="Zoé")
        lea.ajouter(prenoms="zoe")
        assert "dans la liste deux fois" in texte(lea.envoyer("enfants", {}))

    def test_back_after_the_last_button_makes_no_second_child(self, lea):
        demarche = lea.declarer()
        fin = reverse("demarches:etape", args=[CODE, demarche.brouillon.public_id, "verification"])
        for _ in range(2):
            assert lea.client.post(fin, {"honneur": "on"}).url == reverse(
                "demarches:confirmation", args=[demarche.reference]
            )
        passer(2)
        assert len(lea.famille) == 1


class TestPlusieursEnfants:
    def test_twins_of_two_days_are_one_declaration_without_a_warning(self, lea):
        demarche = lea.declarer(
            {"prenoms": "Lou", "naissance": il_y_a(12)}, {"prenoms": "Émile", "sexe": "M", "naissance": il_y_a(11)}
        )
        assert demarche.alertes == []
        passer(2)
        assert [membre.personne.prenom for membre in lea.famille] == ["Lou", "Émile"]

    def test_the_second_page_has_what_twins_share(self, lea):
        lea.commencer()
        lea.ajouter(nom="D’Almeida")
        page = lea.client.get(lea.adresse("enfants/bcde")).content.decode()
        assert "D’Almeida" in page and "Zoé" not in page.split("<main")[1].split("</form>")[0]

    def test_a_session_lost_on_the_third_child_loses_nothing(self, lea):
        lea.commencer()
        for prenom in ("Lou", "Rose"):
            lea.ajouter(prenoms=prenom)
        lea.ajouter(prenoms="Anna", departement="")
        lea.client.logout()
        page = lea.page("demarches:depart", CODE)
        assert "Reprendre" in page
        liste = lea.client.get(lea.adresse("enfants")).content.decode()
        assert all(prenom in liste for prenom in ("Lou", "Rose", "Anna")) and "À compléter" in liste


def test_a_father_of_two_children_six_months_apart_is_never_refused(lea):
    creer_enfant(lea.assure, "Tom", date_naissance=il_y_a(100))
    demarche = lea.declarer()
    assert [alerte["code"] for alerte in demarche.alertes] == ["naissances_proches"]
    assert "6 mois" not in lea.suivi(demarche)
    passer(2)
    assert Personne.objects.filter(prenoms="Zoé").exists()
