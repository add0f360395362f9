"""Chapter 6 from the door to the registered account, and its acceptance tests (§ 12) word for word."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.informations import coordonnees
from accounts.models import CarteVitale, CodeSecurite, Compte, CoordonneesBancaires, Message, ModificationEnCours
from ameli.noyau.echeances import balayer
from ameli.noyau.envois.models import Envoi
from ameli.noyau.journal import auteur
from ameli.noyau.journal.models import Entree
from demarches.models import Brouillon, Demarche, Etat
from demarches.moteur.registre import celui_de
from tests.catalogue.iban.parcours import ALLEMAND, NOUVEL_IBAN, SERIE, TITULAIRE, texte_de
from tests.fabriques import creer_assure, creer_carte, creer_compte
from tests.fabriques_iban import iban_francais
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
SERRE = NOUVEL_IBAN.replace(" ", "")


def messages(assure) -> list[str]:
    return [m.corps.replace("\xa0", " ") for m in Message.objects.de(assure).order_by("id")]


class TestTheWayIn:
    def test_the_start_page_says_what_to_prepare_and_what_follows(self, parcours):
        texte = texte_de(parcours.client.get(reverse("demarches:depart", args=["iban"])))
        assert "Modifier mes coordonnées bancaires" in texte
        assert "48 heures" in texte
        assert "numéro de série" in texte

    def test_the_holder_is_proposed_from_the_file_without_accents(self, parcours):
        parcours.commencer()
        page = parcours.lire("titulaire").content.decode()
        assert 'value="DUPRAT"' in page
        assert 'value="LEA"' in page

    def test_accents_are_taken_off_without_a_word(self, parcours):
        """Banks write none: that is no mistake of who types, and the check of the answers shows the result."""
        parcours.commencer()
        assert parcours.repondre("titulaire", civilite="MADAME", nom="Duprat", prenom="Léa").status_code == 302
        assert parcours.brouillon.contenu["reponses"]["titulaire"]["prenom"] == "LEA"

    @pytest.mark.parametrize(
        ("nom", "prenom"),
        [("MME DUPRAT", "LEA"), ("M OU MME DUPRAT", "LEA"), ("MME DUPRAT LEA", "LEA"), ("DUPRAT", "L."), ("MLLE L DUPRAT", "LEA")],
    )  # fmt: skip
    def test_what_banks_print_around_a_name_does_not_make_it_somebody_else_s(self, parcours, nom, prenom):
        parcours.commencer()
        assert parcours.repondre("titulaire", civilite="MADAME", nom=nom, prenom=prenom).status_code == 302

    def test_the_account_of_somebody_else_is_refused_with_a_way_out(self, parcours):
        parcours.commencer()
        texte = texte_de(parcours.repondre("titulaire", civilite="MONSIEUR", nom="MARTIN", prenom="PAUL"))
        assert "Vous n’êtes pas parmi les titulaires." in texte
        assert "36 46" in texte

    def test_the_account_of_a_company_is_refused(self, parcours):
        parcours.commencer()
        assert "au nom d’une société" in texte_de(
            parcours.repondre("titulaire", civilite="MADAME", nom="SARL DES PINS", prenom="X")
        )

    def test_a_joint_account_asks_for_its_second_holder_and_then_accepts(self, parcours):
        parcours.commencer()
        couple = {**TITULAIRE, "civilite": "MADAME_ET_MONSIEUR"}
        assert "indiquez le nom du second titulaire" in texte_de(parcours.repondre("titulaire", **couple))
        page = parcours.repondre("titulaire", **couple, second_nom="MARTIN", second_prenom="PAUL")
        assert page.status_code == 302

    def test_a_second_holder_typed_for_a_single_account_is_dropped(self, parcours):
        parcours.commencer()
        parcours.repondre("titulaire", **TITULAIRE, second_nom="MARTIN", second_prenom="PAUL")
        assert parcours.brouillon.contenu["reponses"]["titulaire"]["second_nom"] == ""

    @pytest.mark.parametrize(
        ("saisie", "phrase"),
        [
            ("FR76 3000 4001 2300 0012 3456 706", "Cet IBAN comporte une erreur."),
            ("FR49 3000 4001 2300 0012 3456 706", "La clé de ce RIB ne correspond pas."),
            ("TN59 1000 6035 1835 9847 8831", "zone SEPA"),
            ("FR76 3000 4001 2300 0012 3456 70", "vous en avez saisi 26"),
            ("FR76 3000 4001 2300 0012 3456 705", "C’est déjà le compte"),
            ("DE89 3704 0044 0532 0130 00", "indiquez aussi son BIC"),
        ],
    )
    def test_an_account_that_cannot_serve_is_refused_in_words(self, parcours, saisie, phrase):
        parcours.commencer()
        parcours.repondre("titulaire", **TITULAIRE)
        assert phrase in texte_de(parcours.repondre("compte", iban=saisie))
        assert not parcours.courriels("iban_code")

    def test_the_page_checks_with_the_sentences_of_the_server(self, parcours):
        parcours.commencer()
        parcours.repondre("titulaire", **TITULAIRE)
        page = parcours.lire("compte").content.decode()
        assert 'data-controle="iban"' in page
        assert 'data-message-rib="La clé de ce RIB ne correspond pas. Comparez-la avec votre RIB."' in page

    @pytest.mark.parametrize(
        ("preparer", "mot"),
        [
            (
                lambda lea: CarteVitale.objects.filter(personne=lea.personne).update(etat="PERDUE"),
                "carte Vitale active",
            ),
            (lambda lea: Compte.objects.filter(assure=lea).update(email_valide_le=None), "n’est pas confirmée"),
            (lambda lea: type(lea).objects.de(lea).update(majeur_protege=True), "mesure de protection"),
        ],
    )
    def test_each_refusal_stands_before_the_first_step(self, parcours, lea, preparer, mot):
        with auteur("systeme:essai"):
            preparer(lea)
        parcours.client.post(reverse("adresse_plus_tard"))
        page = parcours.client.get(reverse("demarches:depart", args=["iban"]))
        assert mot in texte_de(page)
        parcours.client.post(reverse("demarches:depart", args=["iban"]))
        assert not Brouillon.objects.de(lea).exists()

    def test_one_request_at_a_time(self, parcours):
        demarche = parcours.deposer()
        texte = texte_de(parcours.client.get(reverse("demarches:depart", args=["iban"])))
        assert demarche.reference in texte
        assert "Suivre ma demande en cours" in texte


class TestTheTwoProofs:
    def test_the_code_leaves_when_the_account_is_given_and_only_then(self, parcours):
        parcours.commencer()
        parcours.repondre("titulaire", **TITULAIRE)
        assert not parcours.courriels("iban_code")
        parcours.repondre("compte", iban=NOUVEL_IBAN)
        assert [e.destination for e in parcours.courriels("iban_code")] == ["lea@exemple.fr"]
        texte = texte_de(parcours.lire("securite"))
        assert "4 chiffres, envoyés à l•••@exemple.fr à 9 h 12." in texte
        assert "Où le trouver ?" in texte
        assert "Renvoyer le code" in texte

    def test_right_code_and_right_serial_lead_to_the_check_of_the_answers(self, parcours):
        parcours.jusqu_au_code()
        reponse = parcours.prouver(serie="10 1234 5678 9")
        assert reponse.url == parcours.adresse("verification")

    def test_neither_code_nor_serial_is_stored(self, parcours):
        parcours.jusqu_au_code()
        code = parcours.code
        parcours.prouver(parcours.faux_code)
        parcours.prouver(code)
        garde = json.dumps(parcours.brouillon.contenu)
        assert SERIE not in garde
        assert f'"{code}"' not in garde
        assert set(parcours.brouillon.contenu["reponses"]["securite"]) == {"liaison", "carte"}

    def test_a_code_of_the_wrong_shape_costs_no_try(self, parcours):
        parcours.jusqu_au_code()
        page = parcours.prouver("48 2")
        assert "Le code de sécurité comporte 4 chiffres." in texte_de(page)
        assert 'value="48 2"' in page.content.decode()
        assert CodeSecurite.objects.get().essais == 0

    def test_a_code_given_at_the_fourth_try_is_refused_and_the_request_starts_again(self, parcours):
        parcours.jusqu_au_code()
        bon = parcours.code
        premiere = parcours.adresse("securite")
        assert "Il vous reste 2 essais." in texte_de(parcours.prouver(parcours.faux_code))
        assert "Il vous reste un essai." in texte_de(parcours.prouver(parcours.faux_code))
        fin = parcours.prouver(parcours.faux_code)
        assert fin.url == reverse("demarches:depart", args=["iban"])
        assert "Recommencez-la" in texte_de(parcours.client.get(fin.url))
        quatrieme = parcours.client.post(premiere, {"code": bon, "serie": SERIE})
        assert quatrieme.url == reverse("demarches:depart", args=["iban"])
        assert parcours.brouillon.etat == Brouillon.EtatBrouillon.ABANDONNE
        assert parcours.brouillon.contenu == {}

    def test_tries_of_serial_and_of_code_are_counted_together(self, parcours):
        parcours.jusqu_au_code()
        bon = parcours.code
        assert "Il vous reste 2 essais." in texte_de(parcours.prouver(bon, serie="1012399999"))
        assert "Il vous reste un essai." in texte_de(parcours.prouver(parcours.faux_code))
        assert parcours.prouver(bon, serie="1012399998").url == reverse("demarches:depart", args=["iban"])

    def test_a_wrong_serial_leaves_the_right_code_alive(self, parcours):
        parcours.jusqu_au_code()
        parcours.prouver(serie="1012399999")
        assert parcours.prouver().url == parcours.adresse("verification")

    def test_unknown_lost_and_foreign_serials_get_the_same_sentence(self, parcours, lea):
        creer_carte(lea.personne, "1012311111", etat=CarteVitale.Etat.PERDUE)
        creer_assure("Marc", "Voisin", serie="1012322222")
        parcours.jusqu_au_code()
        phrases = set()
        for serie in ("1012311111", "1012322222"):
            texte = texte_de(parcours.prouver(serie=serie))
            assert "carte Vitale active de votre dossier" in texte
            phrases.add(texte.partition("Ce numéro")[2].partition("Il vous reste")[0])
        assert len(phrases) == 1

    def test_the_serial_of_a_card_declared_lost_the_day_before_is_refused(self, parcours, lea):
        CarteVitale.objects.filter(personne=lea.personne).update(etat=CarteVitale.Etat.PERDUE)
        creer_carte(lea.personne, "1012333333")
        parcours.jusqu_au_code()
        assert "carte Vitale active" in texte_de(parcours.prouver(serie=SERIE))

    def test_an_expired_code_is_told_and_another_can_be_asked_for(self, parcours, lundi_matin):
        parcours.jusqu_au_code()
        parcours.attendre(minutes=15)  # the session's own quarter of an hour is of the other clock
        lundi_matin.shift(timedelta(seconds=61))
        assert "a plus de 15 minutes" in texte_de(parcours.prouver())
        parcours.repondre("securite", action="renvoyer_le_code")
        assert len(parcours.courriels("iban_code")) == 2
        assert parcours.prouver().status_code == 302

    def test_another_code_waits_a_minute_and_three_leave_a_day(self, parcours, lundi_matin):
        parcours.jusqu_au_code()
        assert "Attendez une minute" in texte_de(parcours.repondre("securite", action="renvoyer_le_code"))
        for _ in range(3):
            lundi_matin.shift(timedelta(seconds=61))
            page = parcours.repondre("securite", action="renvoyer_le_code")
        assert len(parcours.courriels("iban_code")) == 3
        assert "Réessayez demain" in texte_de(page)

    def test_who_corrects_an_iban_many_times_has_asked_for_no_code(self, parcours, lundi_matin):
        """Each correction sends its code at once: a limit counts what people ask, and codes that are tried wrong."""
        parcours.commencer()
        parcours.repondre("titulaire", **TITULAIRE)
        for compte in range(6):
            lundi_matin.shift(timedelta(seconds=5))
            assert parcours.repondre("compte", iban=iban_francais(30004, 12, 7_000_000 + compte)).status_code == 302
        assert len(parcours.courriels("iban_code")) == 6
        lundi_matin.shift(timedelta(seconds=61))
        parcours.repondre("securite", action="renvoyer_le_code")
        assert len(parcours.courriels("iban_code")) == 7
        assert parcours.prouver().status_code == 302

    def test_correcting_the_iban_gives_no_more_wrong_tries_in_a_day(self, parcours, lundi_matin):
        parcours.commencer()
        parcours.repondre("titulaire", **TITULAIRE)
        for compte in range(3):
            lundi_matin.shift(timedelta(seconds=61))
            assert parcours.repondre("compte", iban=iban_francais(30004, 12, 7_000_000 + compte)).status_code == 302
            parcours.prouver(parcours.faux_code)
        lundi_matin.shift(timedelta(seconds=61))
        assert "Réessayez demain" in texte_de(parcours.repondre("compte", iban=iban_francais(30004, 12, 7_000_009)))

    def test_what_must_be_compared_with_the_rib_is_whole_before_sending_and_masked_after(self, parcours):
        parcours.jusqu_au_code()
        parcours.prouver()
        assert "FR76 1333 5000 4008 9701 2345 694" in texte_de(parcours.lire("verification"))
        parcours.valider()
        assert SERRE not in str(parcours.demarche.recapitulatif).replace(" ", "")

    def test_who_has_no_account_yet_is_not_told_of_a_former_one(self, parcours, lea):
        depart = reverse("demarches:depart", args=["iban"])
        assert "nous payons sur l’ancien compte" in texte_de(parcours.client.get(depart))
        CoordonneesBancaires.objects.de(lea).delete()
        page = texte_de(parcours.client.get(depart))
        assert "l’ancien compte" not in page and "vos remboursements attendent" in page
        parcours.deposer()
        assert "l’ancien compte" not in str(parcours.demarche.recapitulatif)
        assert "l’ancien compte" not in texte_de(parcours.client.get("/mes-informations/"))

    def test_coming_back_once_proved_asks_for_nothing_more(self, parcours):
        parcours.jusqu_au_code()
        parcours.prouver()
        page = parcours.lire("securite")
        assert "C’est déjà confirmé" in texte_de(page)
        assert "Renvoyer le code" not in texte_de(page)
        assert parcours.repondre("securite").url == parcours.adresse("verification")
        assert CodeSecurite.objects.get().essais == 1

    def test_the_former_code_dies_with_the_new_one(self, parcours, lundi_matin):
        parcours.jusqu_au_code()
        ancien = parcours.code
        lundi_matin.shift(timedelta(seconds=61))
        parcours.repondre("securite", action="renvoyer_le_code")
        if ancien != parcours.code:
            assert "Ce n’est pas le code" in texte_de(parcours.prouver(ancien))

    def test_the_same_account_again_sends_no_second_code(self, parcours):
        parcours.jusqu_au_code()
        parcours.repondre("compte", iban=NOUVEL_IBAN)
        assert len(parcours.courriels("iban_code")) == 1

    def test_another_account_after_the_proof_asks_for_the_proof_again(self, parcours, lundi_matin):
        parcours.jusqu_au_code()
        parcours.prouver()
        lundi_matin.shift(timedelta(seconds=61))
        parcours.repondre("compte", iban="FR14 2004 1010 0505 0001 3M02 606")
        assert "securite" not in parcours.brouillon.contenu["reponses"]
        assert len(parcours.courriels("iban_code")) == 2
        assert parcours.valider().url == parcours.adresse("securite")

    def test_a_card_lost_between_the_proof_and_the_deposit_stops_the_deposit(self, parcours, lea):
        parcours.jusqu_au_code()
        parcours.prouver()
        CarteVitale.objects.filter(personne=lea.personne).update(etat=CarteVitale.Etat.VOLEE)
        creer_carte(lea.personne, "1012333333")
        assert parcours.valider().url == parcours.adresse("securite")
        assert not Demarche.objects.de(lea).exists()

    def test_a_code_asked_for_in_one_draft_is_worth_nothing_in_another(self, parcours, lundi_matin):
        parcours.jusqu_au_code()
        parcours.client.post(reverse("demarches:recommencer", args=["iban"]))
        parcours.repondre("titulaire", **TITULAIRE)
        ancien = parcours.code
        lundi_matin.shift(timedelta(seconds=61))
        parcours.repondre("compte", iban=NOUVEL_IBAN)
        if ancien != parcours.code:
            assert parcours.prouver(ancien).status_code == 200


class TestTheDeposit:
    def test_the_check_without_the_box_ticked_keeps_the_answers(self, parcours, lea):
        parcours.jusqu_au_code()
        parcours.prouver()
        page = parcours.valider(autre="x")
        texte = texte_de(page)
        assert page.status_code == 200
        assert "Cochez la case" in texte
        assert texte.index("Cochez la case") < texte.index("FR76 1333 5000 4008 9701 2345 694")
        assert not Demarche.objects.de(lea).exists()
        assert parcours.brouillon.contenu["reponses"]["compte"]["iban"] == SERRE

    def test_confirmation_receipt_alert_and_change_on_its_way(self, parcours, lea):
        parcours.jusqu_au_code()
        parcours.prouver()
        reponse = parcours.valider()
        texte = texte_de(parcours.client.get(reponse.url))
        assert parcours.demarche.reference in texte
        assert "mercredi 25 novembre" in texte
        assert "FR76 •••• •••• 694" in texte
        recu = messages(lea)[0]
        assert "FR76 •••• •••• 694" in recu
        assert "25 novembre 2026" in recu
        alerte = parcours.courriels("iban_alerte")
        assert [a.destination for a in alerte] == ["lea@exemple.fr"]
        contenu = json.loads(alerte[0].contenu)["texte"]
        assert "se termine par 5694" in contenu
        assert "lundi 23 novembre 2026 à 9 h 12" in contenu.replace("\xa0", " ")
        annonce = ModificationEnCours.objects.de(lea).get()
        assert (annonce.sujet, annonce.apercu) == ("coordonnees_bancaires", "FR76 •••• •••• 694")
        assert coordonnees.actuelles(lea).iban.endswith("705")

    def test_sent_twice_it_is_one_request_one_receipt_one_question_to_the_bank(self, parcours, lea):
        premiere = parcours.deposer()
        parcours.valider()
        assert Demarche.objects.de(lea).get().pk == premiere.pk
        assert len(messages(lea)) == 1
        assert len(parcours.courriels("iban_alerte")) == 1
        assert Envoi.objects.filter(partenaire="banque").count() == 1

    def test_the_bank_is_asked_with_account_and_holder(self, parcours):
        parcours.deposer(
            {**TITULAIRE, "civilite": "MADAME_OU_MONSIEUR", "second_nom": "MARTIN", "second_prenom": "PAUL"}
        )
        question = json.loads(Envoi.objects.get(partenaire="banque").contenu)
        assert question == {"iban": SERRE, "nom": "DUPRAT LEA", "second_titulaire": "MARTIN PAUL"}


class TestTheFortyEightHours:
    def test_registered_after_48_hours_and_not_before(self, parcours, lea):
        demarche = parcours.deposer()
        parcours.la_banque_repond("concordant")
        parcours.attendre(hours=47, minutes=59)
        assert coordonnees.actuelles(lea).iban.endswith("705")
        parcours.attendre(minutes=1)
        nouvelle = coordonnees.actuelles(lea)
        assert nouvelle.iban == SERRE
        assert nouvelle.effet_le == demarche.deposee_le + timedelta(hours=48)
        assert nouvelle.demande_le == demarche.deposee_le
        assert (nouvelle.titulaire, nouvelle.civilite, nouvelle.origine) == ("DUPRAT LEA", "MADAME", "WEB")
        assert nouvelle.banque.startswith("Caisse d’Épargne")
        assert parcours.demarche.etat == Etat.ACCEPTEE
        dernier = messages(lea)[-1]
        assert "enregistré depuis le 25 novembre 2026" in dernier
        assert "votre mutuelle" in dernier
        assert not ModificationEnCours.objects.de(lea).exists()

    def test_swept_late_or_twice_it_takes_effect_once_at_its_date(self, parcours, lea):
        demarche = parcours.deposer()
        parcours.la_banque_repond("concordant")
        parcours.attendre(days=9)
        balayer()
        assert coordonnees.historique(lea).count() == 2
        assert coordonnees.actuelles(lea).effet_le == demarche.deposee_le + timedelta(hours=48)
        assert len(messages(lea)) == 2

    def test_a_person_without_details_gets_their_first(self, client):
        from tests.catalogue.iban.parcours import Parcours

        neuf = creer_assure(iban=None, serie=SERIE)
        creer_compte(neuf)
        parcours = Parcours(client, neuf)
        parcours.deposer()
        assert "attendent cet enregistrement" in messages(neuf)[0]
        parcours.la_banque_repond("concordant")
        parcours.attendre(hours=48)
        assert coordonnees.actuelles(neuf).iban == SERRE

    @pytest.mark.parametrize(
        ("reponse", "alerte"),
        [("proche", "banque_proche"), ("non_concordant", "banque_non_concordant"), (None, "banque_indisponible")],
    )
    def test_an_account_that_the_bank_does_not_confirm_waits_for_a_person_and_says_so_once(
        self, parcours, lea, reponse, alerte
    ):
        parcours.deposer()
        parcours.la_banque_repond(reponse)
        assert [a["code"] for a in parcours.demarche.alertes] == [alerte]
        parcours.attendre(hours=48)
        assert parcours.demarche.etat == Etat.EN_COURS
        assert coordonnees.actuelles(lea).iban.endswith("705")
        assert "au plus tard le 2 décembre 2026" in messages(lea)[-1]
        parcours.attendre(days=1)
        assert len(messages(lea)) == 2
        assert ModificationEnCours.objects.de(lea).get().jusqu_a == parcours.demarche.prevue_le

    def test_a_bank_that_was_never_reached_counts_as_unavailable(self, parcours):
        parcours.deposer()
        parcours.attendre(hours=48)
        assert [a["code"] for a in parcours.demarche.alertes] == ["banque_indisponible"]
        assert parcours.demarche.etat == Etat.EN_COURS

    def test_a_foreign_sepa_account_is_accepted_for_control_with_its_longer_delay_told_at_once(self, parcours, lea):
        demarche = parcours.deposer(**ALLEMAND)
        assert [a["code"] for a in demarche.alertes] == ["etranger"]
        assert celui_de("iban").agents.score(demarche) == "moyen"
        assert "au plus tard le 30 novembre 2026" in messages(lea)[0]
        parcours.la_banque_repond("concordant")
        parcours.attendre(hours=48)
        assert parcours.demarche.etat == Etat.EN_COURS
        assert len(messages(lea)) == 1

    def test_a_name_close_to_that_of_the_file_goes_to_control(self, parcours):
        demarche = parcours.deposer({**TITULAIRE, "nom": "DUPRATT"})
        assert [a["code"] for a in demarche.alertes] == ["titulaire_proche"]

    def test_an_account_that_serves_a_stranger_goes_to_control_that_of_the_couple_does_not(self, parcours, lea):
        creer_assure("Paul", "Martin", sexe="M", iban=SERRE)
        demarche = parcours.deposer()
        assert [a["code"] for a in demarche.alertes] == ["partage"]

    def test_the_account_of_a_couple_raises_no_alert(self, parcours):
        creer_assure("Paul", "Martin", sexe="M", iban=SERRE)
        couple = {**TITULAIRE, "civilite": "MADAME_ET_MONSIEUR", "second_nom": "MARTIN", "second_prenom": "PAUL"}
        assert parcours.deposer(couple).alertes == []

    def test_an_answer_of_the_bank_after_the_end_changes_nothing(self, parcours):
        parcours.deposer()
        parcours.la_banque_repond("concordant")
        parcours.attendre(hours=48)
        parcours.la_banque_repond("non_concordant")
        assert parcours.demarche.alertes == []
        assert parcours.demarche.etat == Etat.ACCEPTEE


class TestDecisions:
    def test_agents_compare_the_same_before_and_after_once_it_is_decided(self, parcours, lea):
        from demarches.moteur import transitions

        demarche = parcours.deposer()
        comparer = celui_de("iban").agents.comparaison
        avant = comparer(demarche)
        quoi, ancien, nouveau = avant[0]
        assert quoi == "Compte" and ancien == coordonnees.actuelles(lea).iban_masque and nouveau != ancien
        assert SERRE not in str(avant), "masked, here too"
        parcours.attendre(hours=1)
        demarche.refresh_from_db()
        transitions.passer(demarche, "accepter", acteur="agent:A00001")
        assert coordonnees.actuelles(lea).iban_masque == nouveau
        assert comparer(demarche) == avant

    def test_an_agent_who_accepts_registers_at_once_under_their_name(self, parcours, lea):
        from demarches.moteur import transitions

        demarche = parcours.deposer(**ALLEMAND)
        transitions.passer(demarche, "accepter", acteur="agent:A00001")
        nouvelle = coordonnees.actuelles(lea)
        assert nouvelle.bic == "COBADEFFXXX"
        assert nouvelle.banque == "Banque en dehors de la France (Allemagne)"
        assert Entree.objects.filter(genre="iban.remplace", acteur="agent:A00001").exists()
        parcours.attendre(hours=48)
        assert coordonnees.historique(lea).count() == 2

    def test_a_refusal_says_why_what_to_do_and_keeps_the_old_account(self, parcours, lea):
        from demarches.catalogue.iban.regles.controle import MOTIFS_DE_REFUS
        from demarches.moteur import transitions

        demarche = parcours.deposer()
        transitions.passer(demarche, "refuser", acteur="agent:A00001", motif=MOTIFS_DE_REFUS["clos"])
        dernier = messages(lea)[-1]
        assert MOTIFS_DE_REFUS["clos"] in dernier
        assert "ancien compte reste actif" in dernier
        parcours.attendre(hours=48)
        assert coordonnees.actuelles(lea).iban.endswith("705")
        assert not ModificationEnCours.objects.de(lea).exists()

    def test_the_link_of_the_alert_stops_all_and_freezes_signed_out_too(self, parcours, lea, client):
        parcours.deposer()
        parcours.la_banque_repond("concordant")
        lien = parcours.lien
        client.logout()
        page = client.get(lien)
        assert page.status_code == 200
        lea.compte.refresh_from_db()
        assert lea.compte.gele_le is None
        jeton = lien.partition("jeton=")[2]
        assert client.post(lien.partition("?")[0], {"jeton": jeton}).status_code == 200
        lea.compte.refresh_from_db()
        assert lea.compte.gele_le is not None
        assert parcours.demarche.etat == Etat.ANNULEE
        parcours.attendre(hours=48)
        assert coordonnees.actuelles(lea).iban.endswith("705")
        assert not ModificationEnCours.objects.de(lea).exists()

    def test_the_link_lives_48_hours(self, parcours, client):
        parcours.deposer()
        lien = parcours.lien
        parcours.attendre(hours=48)
        assert client.get(lien).status_code == 404


class TestDiscretion:
    def test_after_validation_no_page_and_no_log_holds_the_full_iban(self, parcours, lea, caplog, capfd):
        demarche = parcours.deposer()
        parcours.la_banque_repond("concordant")
        parcours.attendre(hours=48)
        adresses = [
            reverse("informations:accueil"),
            reverse("demarches:suivi"),
            reverse("demarches:detail", args=[demarche.reference]),
            reverse("demarches:confirmation", args=[demarche.reference]),
            reverse("messagerie:liste"),
            *(reverse("messagerie:fil", args=[m.fil.public_id]) for m in Message.objects.de(lea).select_related("fil")),
        ]
        for adresse in adresses:
            page = parcours.client.get(adresse).content.decode()
            assert SERRE not in page.replace(" ", "").replace("\xa0", ""), adresse
        sorties = capfd.readouterr()
        assert SERRE not in (caplog.text + sorties.out + sorties.err).replace(" ", "")
        assert SERRE not in str(list(Entree.objects.values()))
        assert SERRE not in json.dumps(parcours.demarche.recapitulatif).replace(" ", "")
        for envoi in Envoi.objects.filter(canal=Envoi.Canal.COURRIEL):
            assert SERRE not in envoi.contenu.replace(" ", "")

    def test_another_person_finds_no_draft_and_no_request(self, parcours, client):
        demarche = parcours.deposer()
        adresse = parcours.adresse("compte")
        from tests.fabriques import connecter

        autre = creer_assure("Marc", "Voisin", sexe="M")
        connecter(client, creer_compte(autre))
        assert client.get(adresse).status_code == 404
        assert client.get(reverse("demarches:detail", args=[demarche.reference])).status_code == 404


class TestExamples:
    def test_the_examples_of_the_room_are_accepted_and_refused_as_they_say(self, parcours):
        from demarches.catalogue.iban.exemples import TOUS
        from demarches.moteur.declaration import Contexte

        parcours.commencer()
        for etape in ("titulaire", "compte", "securite"):
            for saisie in TOUS.invalides[etape]:
                assert parcours.repondre(etape, **saisie).status_code == 200, (etape, saisie)
            valides = TOUS.valides[etape]
            contexte = Contexte(
                parcours.assure, parcours.assure.compte, parcours.brouillon.enregistre_le, parcours.brouillon
            )
            saisie = valides(contexte) if callable(valides) else valides
            if etape == "compte":
                saisie = {"iban": NOUVEL_IBAN}
            assert parcours.repondre(etape, **saisie).status_code == 302, etape


class TestWhenTheMailDoesNotLeave:
    """Nothing that was typed is lost: the draft waits, and the page says where the code is."""

    @pytest.fixture
    def devant_le_code(self, parcours, lundi_matin):
        parcours.jusqu_au_code()
        lundi_matin.shift(timedelta(minutes=1))
        return lambda: texte_de(parcours.lire("securite"))

    @pytest.mark.parametrize(
        ("etat", "essais", "phrase"),
        [
            ("EN_ATTENTE", 1, "Notre service de courriels ne répond pas"), ("ECHEC", 1, "n’a pas pu être remis"),
            ("EN_ATTENTE", 0, "4 chiffres, envoyés à"), ("ENVOYE", 2, "4 chiffres, envoyés à"),
        ],
    )  # fmt: skip
    def test_the_page_says_where_the_code_is(self, devant_le_code, etat, essais, phrase):
        Envoi.objects.filter(gabarit="iban_code").update(etat=etat, essais=essais)
        assert phrase in devant_le_code()


class TestBudgets:
    def test_each_step_stays_in_its_budget_of_queries(self, parcours):
        comptes = {}

        def compter(nom, action):
            with requetes() as vues:
                action()
            comptes[nom] = len(vues)

        parcours.commencer()
        adresse = {nom: parcours.adresse(nom) for nom in ("titulaire", "compte", "securite", "verification")}
        saisies = {"titulaire": TITULAIRE, "compte": {"iban": NOUVEL_IBAN}}
        for nom, saisie in saisies.items():
            compter(f"lire {nom}", lambda: parcours.client.get(adresse[nom]))  # noqa: B023
            compter(f"envoyer {nom}", lambda: parcours.client.post(adresse[nom], saisie))  # noqa: B023
        compter("lire securite", lambda: parcours.client.get(adresse["securite"]))
        saisie = {"code": parcours.code, "serie": SERIE}
        compter("envoyer securite", lambda: parcours.client.post(adresse["securite"], saisie))
        compter("lire verification", lambda: parcours.client.get(adresse["verification"]))
        compter("envoyer verification", lambda: parcours.client.post(adresse["verification"], {"honneur": "on"}))
        assert comptes == {
            "lire titulaire": 4,
            "envoyer titulaire": 4,
            "lire compte": 4,
            "envoyer compte": 11,
            "lire securite": 5,
            "envoyer securite": 9,
            "lire verification": 6,
            "envoyer verification": 30,
        }
