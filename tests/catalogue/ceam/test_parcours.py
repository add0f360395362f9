"""The order of a family, from the first screen to the letter box."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Adresse, Beneficiaire, CertificatProvisoire, Message, Personne
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois, jour_de
from ameli.noyau.echeances import balayer
from ameli.noyau.journal import auteur
from demarches.catalogue.ceam.regles.validite import Demande
from demarches.catalogue.ceam.reponses import Ceam
from demarches.models import Demarche, Etat
from demarches.moteur import passages, transitions
from tests.catalogue.ceam.salle import Carte, Commande, apres, changer_les_droits, enfant, offertes, texte
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, creer_enfant
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db


class TestTheChoice:
    def test_each_person_has_the_state_of_their_card_and_the_one_thing_that_may_be_asked(self, famille):
        """One card in force, one that ends, a child who has none and one whose card is on its way."""
        finie, sans, attend = (enfant(famille, rang) for rang in (2, 3, 4))
        carte = famille.carte(jours=300)
        famille.carte(finie, jours=40)
        famille.commander(attend)
        page = texte(famille.commencer())
        assert offertes(page) == {
            famille.assure.personne.public_id: ["perte", "vol"], finie.public_id: ["renouveler"], sans.public_id: ["commander"],
        }  # fmt: skip
        assert "(vous)" in page and "valable jusqu’au" in page and "Aucune carte valable" in page
        assert "Suivre la commande" in page and page.count("Rien à faire") == 0
        assert f"•••• •• {carte.numero[-4:]}" in page and carte.numero not in page.replace(" ", "")

    def test_one_card_is_renewed_and_others_are_ordered_in_one_demarche(self, famille):
        sans, perdue = enfant(famille, 2), enfant(famille, 3)
        famille.carte(jours=40)
        famille.carte(perdue)
        famille.commencer()
        voulues = ((famille.assure.personne, "renouveler"), (sans, "commander"), (perdue, "vol"))
        reponse = famille.poster("cartes", demandes=[f"{qui.public_id}:{quoi}" for qui, quoi in voulues])
        assert reponse.status_code == 302
        famille.poster("depart", proche="non")
        recapitulatif = texte(famille.client.get(f"{famille.base}verification/"))
        assert "Renouveler ma carte" in recapitulatif and "Déclarer une carte volée" in recapitulatif
        famille.poster("verification")
        demarche = Demarche.objects.de(famille.assure).get()
        motifs = {carte.personne_id: carte.motif for carte in famille.cartes() if carte.cause == demarche.reference}
        assert motifs == {famille.assure.personne_id: "RENOUVELLEMENT", sans.pk: "PREMIERE", perdue.pk: "VOL"}
        assert Carte.objects.de(famille.assure).get(personne=perdue, motif="PREMIERE").etat == Carte.Etat.VOLEE

    def test_somebody_without_family_has_one_button_with_the_words_of_the_catalogue(self, famille):
        page = texte(famille.commencer())
        assert page.count(">Commander ma carte</button>") == 1 and 'type="checkbox"' not in page
        famille.carte(jours=40)
        assert ">Renouveler ma carte</button>" in texte(famille.commencer())

    def test_what_the_page_does_not_offer_cannot_be_sent(self, famille):
        famille.carte(jours=63)
        famille.commencer()
        page = texte(famille.demander("renouveler"))
        assert "Ce n’est pas possible pour cette carte" in page and "à renouveler à partir du" in page
        autre = creer_assure().personne
        assert "Ce n’est pas possible" in texte(famille.demander("commander", autre))

    def test_a_card_is_lost_or_stolen_not_both_and_the_ticks_are_kept(self, famille):
        famille.carte()
        famille.commencer()
        moi = famille.assure.personne.public_id
        page = texte(famille.poster("cartes", demandes=[f"{moi}:perte", f"{moi}:vol"]))
        assert "cochez une seule case" in page and page.count("checked") == 2

    def test_an_order_of_before_is_still_read(self):
        cartes = {"personnes": ["abc", "def"], "demande": "renouveler"}
        lue = Ceam(Ceam.a_jour({"cartes": cartes}, 1))
        assert lue.cartes.voulues == {"abc": Demande.RENOUVELER, "def": Demande.RENOUVELER}

    def test_a_card_that_is_lost_expired_or_on_its_way_is_told_as_such(self, famille):
        perdu, vieux = enfant(famille, 2), enfant(famille, 3)
        famille.carte(perdu)
        famille.carte(vieux, jours=-5)
        Carte.objects.de(famille.assure).filter(personne=perdu).update(etat=Carte.Etat.PERDUE)
        famille.carte(jours=30)
        famille.commander(demande="renouveler")
        apres(famille, days=6)
        page = texte(famille.commencer())
        assert "Carte déclarée perdue le" in page and "Carte expirée depuis le" in page
        assert "Nouvelle carte commandée le" in page and "envoyée par la poste" in page

    def test_nobody_orders_a_card_for_a_newborn_without_number(self, famille):
        lou = creer_enfant(famille.assure, "Lou", nir=None).personne
        page = texte(famille.commencer())
        assert "Numéro de Sécurité sociale en cours d’attribution" in page and lou.public_id not in offertes(page)
        for demande in Demande:
            assert "Ce n’est pas possible pour cette carte" in texte(famille.demander(demande.value, lou))
        assert not famille.cartes()

    def test_nobody_orders_a_card_for_a_child_who_died(self, famille):
        lou = creer_enfant(famille.assure, "Lou").personne
        with auteur("systeme:test"):
            Personne.objects.filter(pk=lou.pk).update(date_deces=horloge.aujourdhui())
        assert "Lou" not in texte(famille.commencer())
        famille.demander("commander", lou)
        assert not famille.cartes()

    def test_closed_rights_are_refused_before_the_first_step(self, famille):
        changer_les_droits(famille, horloge.aujourdhui() - timedelta(days=1))
        page = texte(famille.client.get(reverse("demarches:depart", args=["ceam"])))
        assert "Vos droits à l’assurance maladie sont fermés" in page and "36 46" in page

    def test_a_date_of_departure_that_has_passed_is_refused_in_words(self, famille):
        famille.commencer()
        famille.demander("commander")
        page = texte(famille.poster("depart", proche="non", date_depart="01/01/2020"))
        assert "Cette date est passée" in page and "01/01/2020" in page


class TestTheOrder:
    def test_three_of_five_get_a_card_with_one_receipt(self, famille):
        petits = [enfant(famille, rang) for rang in (2, 3, 4, 5)]
        demarche = famille.commander(famille.assure.personne, *petits[:2])
        assert [carte.personne_id for carte in famille.cartes()] == [
            famille.assure.personne_id, petits[0].pk, petits[1].pk,
        ]  # fmt: skip
        recus = Message.objects.de(famille.assure).filter(fil__demarche_reference=demarche.reference)
        assert len(recus) == 1 and petits[0].prenom in recus[0].corps

    def test_a_near_departure_gives_the_certificate_on_the_confirmation(self, famille):
        demarche = famille.commander(proche="oui")
        certificat = CertificatProvisoire.objects.de(famille.assure).get()
        page = texte(famille.client.get(reverse("demarches:confirmation", args=[demarche.reference])))
        lien = reverse("documents:certificat_europeen", args=[certificat.public_id])
        assert lien in page
        pdf = famille.client.get(lien, follow=True)
        assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")

    def test_without_a_near_departure_there_is_none(self, famille):
        loin = horloge.aujourdhui() + timedelta(days=16)
        famille.commander(proche="non", date_depart=loin.strftime("%d/%m/%Y"))
        assert not CertificatProvisoire.objects.de(famille.assure).exists()

    def test_a_date_in_14_days_gives_it_even_to_who_said_no(self, famille):
        pres = horloge.aujourdhui() + timedelta(days=14)
        famille.commander(proche="non", date_depart=pres.strftime("%d/%m/%Y"))
        assert CertificatProvisoire.objects.de(famille.assure).exists()

    def test_a_lost_card_is_worth_nothing_from_that_second(self, famille):
        perdue = famille.carte()
        famille.commander(demande="perte")
        assert [(carte.etat, carte.motif) for carte in famille.cartes()] == [
            (Carte.Etat.PERDUE, "PREMIERE"), (Carte.Etat.DEMANDEE, "PERTE"),
        ]  # fmt: skip
        image = reverse("documents:carte_europeenne", args=[perdue.public_id])
        assert famille.client.get(image).status_code == 404

    def test_the_second_parent_is_told_that_a_card_is_on_its_way(self, famille):
        petit = enfant(famille)
        famille.commander(petit)
        autre = Commande()
        Beneficiaire.objects.create(
            assure=autre.assure, personne=petit, rang=2, lien="ENFANT", droits_du=horloge.aujourdhui(),
            parent_referent=False,
        )  # fmt: skip
        autre.commencer()
        page = texte(autre.demander("commander", petit))
        assert "Carte commandée le" in page and petit.public_id not in offertes(page)

    def test_two_parents_at_the_same_second_make_one_card_and_the_slower_one_is_told(self, famille, monkeypatch):
        petit = enfant(famille)
        autre = Commande()
        Beneficiaire.objects.create(
            assure=autre.assure, personne=petit, rang=2, lien="ENFANT", droits_du=horloge.aujourdhui(),
            parent_referent=False,
        )  # fmt: skip
        autre.commencer()
        autre.demander("commander", petit)
        autre.poster("depart", proche="non")
        famille.commander(petit)
        with monkeypatch.context() as course:
            course.setattr("demarches.moteur.parcours.Parcours.premiere_a_reprendre", lambda parcours: None)
            reponse = autre.poster("verification")
        assert reponse.url == f"{autre.base}cartes/"
        assert not Demarche.objects.de(autre.assure).exists()
        assert len(famille.cartes()) == 1


class TestTheTenDays:
    def test_the_card_exists_on_the_tenth_day_and_not_before(self, famille):
        demarche = famille.commander()
        horloge.regler_decalage(timedelta(days=9, hours=23))
        balayer()
        assert famille.cartes()[0].etat == Carte.Etat.EXPEDIEE
        horloge.regler_decalage(timedelta(days=10, minutes=1))
        balayer()
        carte = famille.cartes()[0]
        jour = jour_de(demarche.deposee_le + timedelta(days=10))
        assert (carte.etat, carte.debut) == (Carte.Etat.ACTIVE, jour)
        assert carte.fin == min(ajouter_mois(jour, 24) - timedelta(days=1), famille.assure.droits_au or carte.fin)
        relue = Demarche.objects.de(famille.assure).get(pk=demarche.pk)
        assert relue.etat == Etat.ACCEPTEE

    def test_the_follow_up_tells_when_it_left(self, famille):
        demarche = famille.commander()
        horloge.regler_decalage(timedelta(days=6))
        balayer()
        page = texte(connecter(Client(), famille.compte).get(reverse("demarches:detail", args=[demarche.reference])))
        assert "Envoyée par la poste" in page
        sujets = Message.objects.de(famille.assure).order_by("id").values_list("sujet", flat=True)
        assert "Votre carte européenne est partie" in sujets

    def test_it_may_be_taken_back_until_it_is_being_made(self, famille):
        demarche = famille.commander()
        assert passages.annulable(demarche)
        horloge.regler_decalage(timedelta(days=5))
        balayer()
        assert not passages.annulable(Demarche.objects.de(famille.assure).get(pk=demarche.pk))

    def test_taken_back_no_card_leaves_and_another_can_be_ordered(self, famille):
        demarche = famille.commander()
        transitions.passer(demarche, "annuler", acteur=famille.compte.acteur)
        assert famille.cartes()[0].etat == Carte.Etat.ANNULEE
        famille.commander()

    def test_an_agent_who_refuses_says_why_and_no_card_leaves(self, famille):
        demarche = famille.commander(proche="oui")
        agent = creer_agent(caisse=famille.assure.caisse)
        transitions.passer(demarche, "refuser", acteur=agent.compte.acteur, motif="L’adresse n’est plus la bonne.")
        assert famille.cartes()[0].etat == Carte.Etat.ANNULEE
        corps = [m.corps for m in Message.objects.de(famille.assure).order_by("id")]
        assert "L’adresse n’est plus la bonne." in corps[-1]
        certificat = CertificatProvisoire.objects.de(famille.assure).get()
        lien = reverse("documents:certificat_europeen", args=[certificat.public_id])
        assert famille.client.get(lien).status_code == 404

    def test_two_months_before_its_end_one_message_says_that_it_can_be_renewed(self, famille):
        famille.commander()
        horloge.regler_decalage(timedelta(days=11))
        balayer()
        carte = famille.cartes()[0]
        assert carte.fin is not None
        for jours in (70, 55, 50):
            horloge.regler_decalage(timedelta(days=(carte.fin - horloge.temps_reel().date()).days - jours))
            balayer()
        sujets = list(Message.objects.de(famille.assure).values_list("sujet", flat=True))
        assert sujets.count("Une carte européenne à renouveler") == 1


class TestACardThatNeverCame:
    def test_from_the_fifteenth_day_one_duplicate_is_sent_and_no_other(self, famille):
        ancienne = famille.carte(jours=30)
        famille.commander(demande="renouveler")
        apres(famille, days=14)
        assert "non_recue" not in str(offertes(texte(famille.commencer())))
        apres(famille, days=15, minutes=1)
        famille.commander(demande="non_recue")
        etats = [(carte.etat, carte.motif) for carte in famille.cartes()]
        assert etats == [
            (Carte.Etat.ACTIVE, "PREMIERE"), (Carte.Etat.NON_RECUE, "RENOUVELLEMENT"), (Carte.Etat.DEMANDEE, "NON_RECUE"),
        ]  # fmt: skip
        assert famille.cartes()[0] == ancienne
        apres(famille, days=35)
        assert famille.cartes()[2].etat == Carte.Etat.ACTIVE
        assert "non_recue" not in str(offertes(texte(famille.commencer())))

    def test_the_messages_say_when_to_tell_and_whom_to_call_the_second_time(self, famille):
        famille.commander()
        apres(famille, days=15, minutes=1)
        corps = list(Message.objects.de(famille.assure).order_by("id").values_list("corps", flat=True))
        assert sum("Dites-le dans la démarche" in un for un in corps) == 2
        famille.commander(demande="non_recue")
        apres(famille, days=26)
        dernier = Message.objects.de(famille.assure).order_by("-id")[0].corps
        assert "Appelez le 36 46" in dernier and "Dites-le dans la démarche" not in dernier


class TestTheCertificate:
    def test_it_ends_with_the_rights(self, famille):
        fin = horloge.aujourdhui() + timedelta(days=20)
        changer_les_droits(famille, fin)
        famille.commander(proche="oui")
        assert CertificatProvisoire.objects.de(famille.assure).get().fin == fin

    def test_asked_again_it_is_the_same_paper(self, famille):
        demarche = famille.commander(proche="oui")
        lien = reverse(
            "documents:certificat_europeen", args=[CertificatProvisoire.objects.de(famille.assure).get().public_id]
        )
        assert famille.client.get(lien).url == famille.client.get(lien).url
        detail = reverse("demarches:detail", args=[demarche.reference])
        assert lien in texte(famille.client.get(detail))

    def test_it_is_offered_through_its_last_day(self, famille):
        demarche = famille.commander(proche="oui")
        certificat = CertificatProvisoire.objects.de(famille.assure).get()
        lien = reverse("documents:certificat_europeen", args=[certificat.public_id])
        detail = reverse("demarches:detail", args=[demarche.reference])
        reste = (certificat.fin - horloge.aujourdhui()).days
        apres(famille, days=reste, hours=-2)  # the hour that summer takes would bring a late evening to the day after
        assert lien in texte(famille.client.get(detail)) and famille.client.get(lien).status_code == 302
        apres(famille, days=reste + 1)
        assert lien not in texte(famille.client.get(detail)) and famille.client.get(lien).status_code == 404

    def test_one_runs_at_a_time(self, famille):
        famille.commander(proche="oui")
        premier = CertificatProvisoire.objects.de(famille.assure).get()
        apres(famille, days=20)
        famille.commander(demande="perte", proche="oui")
        jour = horloge.aujourdhui()
        enregistres = CertificatProvisoire.objects.de(famille.assure).filter(fin__gte=jour)
        assert [certificat.pk for certificat in enregistres] != [premier.pk] and len(enregistres) == 1
        lien = reverse("documents:certificat_europeen", args=[premier.public_id])
        assert famille.client.get(lien).status_code == 404


class TestWhoLivesAbroad:
    def test_the_card_comes_from_the_country_of_residence(self, famille):
        with auteur("systeme:test", "moved"):
            Adresse.objects.de(famille.assure).update(pays="PT")
        page = texte(famille.client.get(reverse("demarches:depart", args=["ceam"])))
        assert "C’est ce pays qui établit votre carte" in page and "Portugal" in page and "S1" in page


class TestDiscretion:
    def test_card_and_certificate_of_somebody_else_do_not_exist(self, famille):
        carte = famille.carte()
        famille.commander(demande="perte", proche="oui")
        certificat = CertificatProvisoire.objects.de(famille.assure).get()
        autre = connecter(Client(), creer_compte(creer_assure()))
        assert autre.get(reverse("documents:carte_europeenne", args=[carte.public_id])).status_code == 404
        assert autre.get(reverse("documents:certificat_europeen", args=[certificat.public_id])).status_code == 404

    def test_the_number_is_not_in_clear_in_the_database(self, famille):
        carte = famille.carte()
        with connection.cursor() as curseur:
            curseur.execute("SELECT numero::text FROM accounts_carteeuropeenne")
            assert carte.numero not in curseur.fetchone()[0]

    def test_the_image_shows_the_seven_headings(self, famille):
        carte = famille.carte()
        page = texte(famille.client.get(reverse("documents:carte_europeenne", args=[carte.public_id])))
        for mot in ("3. Nom", "9. Date d’expiration", "Cette image ne remplace pas la carte.", "80250"):
            assert mot in page


class TestBudgets:
    def test_each_step_stays_in_its_budget_whatever_the_family(self, famille):
        for rang in (2, 3, 4, 5):
            enfant(famille, rang)
        famille.commencer()
        comptes = []
        for geste in (
            lambda: famille.client.get(f"{famille.base}cartes/"),
            lambda: famille.demander("commander"),
            lambda: famille.client.get(f"{famille.base}depart/"),
            lambda: famille.poster("depart", proche="non"),
        ):
            with requetes() as vues:
                geste()
            comptes.append(len(vues))
        assert comptes == [6, 6, 6, 4]
