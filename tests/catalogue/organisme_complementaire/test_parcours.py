"""Two organisms, one choice: the alert, the choice, the seven days, and what happens meanwhile."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dossier import complementaires
from accounts.models import Assure, Beneficiaire, LiaisonComplementaire, Message, OrganismeComplementaire
from ameli.noyau import formats, horloge
from ameli.noyau.calendrier import jour_de
from ameli.noyau.envois.models import Envoi
from ameli.noyau.journal import auteur
from ameli.noyau.models import Entree
from demarches.catalogue.organisme_complementaire import regles
from demarches.catalogue.organisme_complementaire.formulaires import ORGANISME
from demarches.models import Brouillon, Demarche, Etat, Invitation
from demarches.moteur import invitations
from tests.catalogue.organisme_complementaire.acteurs import (
    CODE,
    ENTREPRISES,
    THERMES,
    Chez,
    couvrir,
    deux_organismes,
    ouvertes,
    passer,
)
from tests.fabriques import creer_assure, creer_caisse, creer_enfant, mourir
from tests.outils.pdf import texte as texte_du_pdf
from tests.outils.requetes import requetes
from tests.paiements.dossier import payer_une_consultation

pytestmark = pytest.mark.django_db


def messages(assure) -> list[str]:
    return list(Message.objects.de(assure).order_by("id").values_list("sujet", flat=True))


def liaisons(assure) -> dict[str, LiaisonComplementaire]:
    siennes = LiaisonComplementaire.objects.de(assure).filter(beneficiaire=None).select_related("organisme")
    return {une.organisme.nom: une for une in siennes.order_by("id")}


class TestLAlerte:
    def test_it_is_written_as_soon_as_two_organisms_overlap_and_its_mail_names_nobody(self, sylvie):
        (une,) = ouvertes(sylvie.assure)
        assert une.libelle == "Deux complémentaires sont enregistrées pour vous"
        assert "depuis le 1er septembre 2026" in une.texte.replace("\u00a0", " ")
        assert messages(sylvie.assure) == ["Un choix à faire pour vos remboursements"]

    def test_its_mail_says_neither_who_nor_which_organism(self, db):
        assure = creer_assure("Sylvie", "Pouydebat")
        Chez(assure)
        deux_organismes(assure)
        (envoi,) = Envoi.objects.filter(assure_ref=assure.public_id)
        assert not re.search("Sylvie|Thermes|Entreprises|mutuelle|complémentaire", envoi.contenu, re.IGNORECASE)

    def test_told_twice_it_is_one_alert(self, sylvie):
        invitations.revoir(CODE, sylvie.assure, le=horloge.maintenant())
        invitations.revoir_tous(horloge.maintenant())
        assert len(ouvertes(sylvie.assure)) == 1
        assert len(messages(sylvie.assure)) == 1

    def test_home_and_my_cover_keep_a_door(self, sylvie):
        accueil = sylvie.lire("/")
        assert "Deux complémentaires sont enregistrées pour vous" in accueil
        assert reverse("demarches:depart", args=[CODE]) in accueil
        informations = sylvie.lire(reverse("informations:accueil"))
        assert "Envoi des remboursements suspendu" in informations
        assert reverse("demarches:depart", args=[CODE]) in informations

    def test_it_is_in_no_menu(self, sylvie):
        assert reverse("demarches:depart", args=[CODE]) not in sylvie.lire("/demarches/")

    def test_nobody_chooses_who_is_not_asked(self, db):
        marc = Chez(creer_assure("Marc"))
        assert "Il n’y a rien à faire pour le moment" in marc.lire(reverse("demarches:depart", args=[CODE]))
        assert "rien à faire" in marc.client.post(reverse("demarches:depart", args=[CODE])).content.decode()

    def test_when_the_old_organism_sends_its_end_it_is_gone_at_once_and_said(self, sylvie):
        complementaires.clore(
            liaisons(sylvie.assure)[THERMES],
            au=date(2026, 8, 31),
            le=horloge.maintenant(),
            acteur="horloge",
            cause="fin",
        )
        assert ouvertes(sylvie.assure) == []
        assert messages(sylvie.assure)[-1] == "Vous n’avez plus de choix à faire"

    def test_a_cover_that_ends_with_time_ends_the_alert_in_the_night(self, db):
        paul = creer_assure("Paul", "Autre")
        couvrir(paul, paul.personne, THERMES, au=jour_de(horloge.maintenant()))
        couvrir(paul, paul.personne, ENTREPRISES)
        assert len(ouvertes(paul)) == 1
        passer(1)
        invitations.revoir_tous(horloge.maintenant())
        assert ouvertes(paul) == []

    def test_what_was_written_without_saying_so_is_seen_in_the_night(self, db):
        paul = creer_assure("Paul", "Autre")
        deux_organismes(paul)
        Invitation.objects.de(paul).delete()
        invitations.revoir_tous(horloge.maintenant())
        assert len(ouvertes(paul)) == 1


class TestLeChoix:
    def test_nothing_is_chosen_beforehand_and_each_card_says_what_is_known(self, sylvie):
        page = sylvie.lire(sylvie.commencer())
        assert "checked" not in page
        for attendu in (THERMES, ENTREPRISES, "Contrat de l’employeur, obligatoire", "depuis le 1er juillet 2023"):
            assert attendu in page
        assert "Le même choix pour tous" not in page

    def test_who_has_no_choice_is_named(self, sylvie):
        enzo = creer_enfant(sylvie.assure, "Enzo")
        deux_organismes(sylvie.assure, enzo.personne)
        sylvie.commencer()
        page = sylvie.poster(sylvie.choix(sauf=("Enzo",))).content.decode()
        assert "Choisissez pour Enzo." in page.replace("\u00a0", " ")

    def test_the_same_choice_for_all_fills_those_that_were_left(self, sylvie):
        enzo = creer_enfant(sylvie.assure, "Enzo")
        deux_organismes(sylvie.assure, enzo.personne)
        sylvie.commencer()
        tous = next(iter(sylvie.choix().values()))
        page = sylvie.poster({"tous": tous}).content.decode()
        assert page.count(f"{ENTREPRISES} est gardé") == 2

    def test_the_confirmation_says_before_the_button_that_no_contract_ends(self, sylvie):
        sylvie.commencer()
        page = sylvie.poster(sylvie.choix()).content.decode().replace("\u00a0", " ")
        assert page.index("Choisir ici ne résilie aucun contrat") < page.index("Je confirme")
        assert formats.date_courte(horloge.aujourdhui() + timedelta(days=7)) in page
        assert f"{THERMES}, pour Sylvie : demandez-lui" in page

    def test_seven_days_later_the_link_is_made_the_other_set_aside_and_it_is_said(self, sylvie):
        demarche = sylvie.choisir()
        assert ouvertes(sylvie.assure) == []
        assert Invitation.objects.de(sylvie.assure).get().demarche == demarche
        assert "Choix enregistré" in sylvie.lire(reverse("demarches:detail", args=[demarche.reference]))
        siennes = sylvie.lire(reverse("informations:accueil"))
        assert "En cours de traitement" in siennes and f"{ENTREPRISES}, à partir du " in siennes
        assert "Choisir l’organisme" not in siennes and "Envoi des remboursements suspendu" not in siennes
        passer(6)
        assert Demarche.objects.de(sylvie.assure).get().etat == Etat.DEPOSEE
        passer(1)
        siennes = liaisons(sylvie.assure)
        assert Demarche.objects.de(sylvie.assure).get().etat == Etat.ACCEPTEE
        assert siennes[ENTREPRISES].transmission and siennes[THERMES].ecartee_le == demarche.deposee_le + timedelta(
            days=7
        )
        assert messages(sylvie.assure)[-1] == "Vos remboursements de mutuelle reprennent"
        historique = sylvie.lire(reverse("informations:accueil"))
        assert f"{ENTREPRISES} gardé, {THERMES} écarté" in historique

    def test_somebody_with_a_file_of_their_own_reads_the_result_and_chooses_nothing(self, sylvie):
        enzo = creer_assure("Enzo", "Pouydebat", date_naissance=date(2010, 3, 25))
        Beneficiaire.objects.create(
            assure=sylvie.assure, personne=enzo.personne, rang=2, lien="ENFANT", droits_du=date(2020, 1, 1)
        )
        deux_organismes(sylvie.assure, enzo.personne)
        assert ouvertes(enzo) == []
        sylvie.choisir()
        passer(7)
        assert messages(enzo) == ["Vos remboursements de mutuelle reprennent"]

    def test_who_dies_within_the_seven_days_is_named_to_nobody_and_the_choice_of_the_others_holds(self, sylvie):
        enzo = creer_enfant(sylvie.assure, "Enzo")
        deux_organismes(sylvie.assure, enzo.personne)
        demarche = sylvie.choisir()
        passer(3)
        mourir(enzo.personne)
        passer(4)
        assert Demarche.objects.de(sylvie.assure).get().etat == Etat.ACCEPTEE
        dit = Message.objects.de(sylvie.assure).latest("id")
        assert dit.sujet == "Vos remboursements de mutuelle reprennent" and "Enzo" not in dit.corps
        assert liaisons(sylvie.assure)[THERMES].ecartee_le == demarche.deposee_le + timedelta(days=7)

    def test_when_the_only_one_concerned_dies_there_is_nothing_left_to_choose_and_it_is_no_rejection(self, db):
        chez = Chez(creer_assure("Sylvie", "Pouydebat"))
        enzo = creer_enfant(chez.assure, "Enzo")
        deux_organismes(chez.assure, enzo.personne)
        chez.choisir()
        mourir(enzo.personne)
        passer(7)
        assert Demarche.objects.de(chez.assure).get().etat == Etat.CLASSEE
        assert ouvertes(chez.assure) == [] and "Enzo" not in Message.objects.de(chez.assure).latest("id").corps

    def test_it_is_changed_before_the_seven_days_and_the_delay_begins_again(self, sylvie):
        premiere = sylvie.choisir(ENTREPRISES)
        passer(3)
        etape = sylvie.client.post(reverse("demarches:corriger", args=[premiere.reference])).url
        brouillon = etape.split("/")[3]
        sylvie.client.post(reverse("demarches:etape", args=[CODE, brouillon, "choix"]), sylvie.choix(THERMES))
        sylvie.client.post(reverse("demarches:etape", args=[CODE, brouillon, "verification"]), {})
        seconde = Demarche.objects.de(sylvie.assure).latest("id")
        assert seconde.remplace == premiere
        passer(5)
        assert not liaisons(sylvie.assure)[ENTREPRISES].ecartee_le
        passer(2)
        assert liaisons(sylvie.assure)[ENTREPRISES].ecartee_le and liaisons(sylvie.assure)[THERMES].transmission

    def test_after_the_link_nothing_can_be_changed_until_a_new_conflict(self, sylvie):
        demarche = sylvie.choisir()
        passer(7)
        page = sylvie.lire(reverse("demarches:detail", args=[demarche.reference]))
        assert "Modifier mon choix" not in page and "Annuler" not in page.split("<main", 1)[1]
        assert "rien à faire" in sylvie.lire(reverse("demarches:depart", args=[CODE]))
        couvrir(sylvie.assure, sylvie.assure.personne, THERMES, date(2023, 7, 1))
        (nouvelle,) = ouvertes(sylvie.assure)
        assert nouvelle.etiquette == regles.REDEMANDE
        assert liaisons(sylvie.assure)[THERMES].du == jour_de(horloge.maintenant())

    def test_the_choice_follows_to_another_caisse_and_its_delay_is_the_same(self, sylvie):
        demarche = sylvie.choisir()
        with auteur("systeme:données d'essai"):
            Assure.objects.de(sylvie.assure).update(caisse=creer_caisse("642", "CPAM de Pau"))
        passer(7)
        demarche.refresh_from_db()
        assert demarche.etat == Etat.ACCEPTEE


class TestCeQuiChange:
    def test_who_has_nothing_left_to_choose_is_told_and_the_others_are_recorded(self, sylvie):
        enzo = creer_enfant(sylvie.assure, "Enzo")
        deux_organismes(sylvie.assure, enzo.personne)
        sylvie.commencer()
        choix = sylvie.choix()
        ancienne = LiaisonComplementaire.objects.de(sylvie.assure).filter(beneficiaire=enzo).order_by("du")[0]
        complementaires.clore(ancienne, au=date(2026, 8, 31), le=horloge.maintenant(), acteur="horloge", cause="fin")
        page = sylvie.poster(choix).content.decode().replace("\u00a0", " ")
        assert "Plus rien à choisir" in page and "Pour Enzo" in page and f"{ENTREPRISES} est gardé" in page
        sylvie.poster({}, "verification")
        passer(7)
        assert liaisons(sylvie.assure)[THERMES].ecartee_le

    def test_the_last_conflict_that_ends_while_the_page_is_open_leaves_nothing_to_send(self, sylvie):
        sylvie.commencer()
        choix = sylvie.choix()
        complementaires.clore(
            liaisons(sylvie.assure)[THERMES],
            au=date(2026, 8, 31),
            le=horloge.maintenant(),
            acteur="horloge",
            cause="fin",
        )
        assert "Il ne reste rien à choisir" in sylvie.poster(choix).content.decode().replace("\u00a0", " ")
        assert not Demarche.objects.de(sylvie.assure).exists()

    def test_an_organism_struck_off_meanwhile_is_refused_on_the_spot_and_its_card_is_closed(self, sylvie):
        sylvie.commencer()
        choix = sylvie.choix(ENTREPRISES)
        OrganismeComplementaire.objects.filter(nom=ENTREPRISES).update(radie_le=jour_de(horloge.maintenant()))
        page = sylvie.poster(choix).content.decode().replace("\u00a0", " ")
        assert "n’est plus en activité. Choisissez un autre organisme." in page
        assert re.search(r"<input[^>]*disabled", page)

    def test_struck_off_between_the_answers_and_the_last_button_it_is_not_sent(self, sylvie):
        sylvie.commencer()
        sylvie.poster(sylvie.choix(ENTREPRISES))
        OrganismeComplementaire.objects.filter(nom=ENTREPRISES).update(radie_le=jour_de(horloge.maintenant()))
        sylvie.poster({}, "verification")
        assert not Demarche.objects.de(sylvie.assure).exists()

    def test_struck_off_before_the_link_the_choice_is_rejected_and_the_alert_comes_back(self, sylvie):
        sylvie.choisir(ENTREPRISES)
        OrganismeComplementaire.objects.filter(nom=ENTREPRISES).update(radie_le=jour_de(horloge.maintenant()))
        passer(7)
        assert Demarche.objects.de(sylvie.assure).get().etat == Etat.REFUSEE
        (nouvelle,) = ouvertes(sylvie.assure)
        assert nouvelle.etiquette == regles.REJET
        rejet = Message.objects.de(sylvie.assure).get(sujet="Votre choix d’organisme n’a pas pu être appliqué")
        assert "n’a plus de contrat actif" in rejet.corps
        assert "en cours" not in sylvie.lire(reverse("informations:accueil")).split("Historique")[0].lower()

    def test_an_organism_that_was_never_in_the_file_is_a_bad_request_that_the_journal_keeps(self, sylvie):
        autre = complementaires.organisme_nomme("Mutuelle d’ailleurs")
        sylvie.commencer()
        choix = dict.fromkeys(sylvie.choix(), autre.public_id)
        assert sylvie.client.post(sylvie.etape(), choix).status_code == 400
        assert Entree.objects.filter(genre="demarche.forgee", assure_ref=sylvie.assure.public_id).count() == 1
        assert Brouillon.objects.de(sylvie.assure).get().contenu.get("saisies", {}) == {}

    def test_in_two_tabs_the_first_wins_and_the_second_reads_what_was_recorded(self, sylvie):
        sylvie.commencer()
        page = sylvie.etape("verification")
        sylvie.poster(sylvie.choix(ENTREPRISES))
        premiere = sylvie.client.post(page, {})
        seconde = sylvie.client.post(page, {})
        assert premiere.url == seconde.url
        assert Demarche.objects.de(sylvie.assure).count() == 1

    def test_two_tabs_with_different_choices_the_second_reads_what_the_first_recorded_when_and_from_where(self, sylvie):
        sylvie.commencer()
        choix = sylvie.etape()
        sylvie.poster(sylvie.choix(ENTREPRISES))
        telephone = {
            "HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
        }
        sylvie.client.post(sylvie.etape("verification"), {}, **telephone)
        page = sylvie.client.post(choix, sylvie.choix(THERMES), follow=True).content.decode().replace("\u00a0", " ")
        assert "a déjà été envoyée" in page and "Android" in page and "n’a pas été enregistré" in page
        assert f"{ENTREPRISES} est gardé" in page
        passer(7)
        assert liaisons(sylvie.assure)[THERMES].ecartee_le


class TestPasEnLigne:
    def famille(self, sylvie, nombre):
        for rang in range(nombre - 1):
            deux_organismes(sylvie.assure, creer_enfant(sylvie.assure, f"Enfant{rang}").personne)

    def test_four_people_choose_online(self, sylvie):
        self.famille(sylvie, 4)
        assert ouvertes(sylvie.assure)[0].pour_agents == ""
        assert sylvie.choisir().etat == Etat.DEPOSEE

    def test_five_people_are_for_an_agent_and_the_refusal_leads_to_the_mailbox(self, sylvie):
        self.famille(sylvie, 5)
        assert ouvertes(sylvie.assure)[0].pour_agents == regles.NOMBRE
        page = sylvie.lire(reverse("demarches:depart", args=[CODE]))
        adresse = f"{reverse('messagerie:ecrire_sur', args=['droits'])}?mutuelles=oui"
        assert "Plus de quatre personnes de votre dossier" in page and adresse in page
        commence = sylvie.lire(adresse)
        assert "Choisir ma complémentaire" in commence and commence.count(f"({THERMES} et") == 5

    def test_with_the_solidaire_the_caisse_handles_it_and_the_mutuelle_is_to_be_ended_by_the_person(self, db):
        chez = Chez(creer_assure("Nadia"))
        couvrir(chez.assure, chez.assure.personne, THERMES)
        complementaires.ouvrir(
            chez.assure, chez.assure.personne, complementaires.organisme_de(chez.assure.caisse), nature="C2S",
            du=date(2026, 12, 1), le=horloge.maintenant(), acteur="horloge",
        )  # fmt: skip
        (une,) = ouvertes(chez.assure)
        assert une.pour_agents == regles.SOLIDAIRE
        page = chez.lire(reverse("demarches:depart", args=[CODE]))
        assert "Votre caisse s’en occupe" in page and "la fin de votre mutuelle" in page
        assert "s’en occupe" in chez.lire("/")


class TestLesPapiers:
    def test_the_decomptes_to_send_are_those_of_the_account_since_the_conflict_in_one_file(self, sylvie):
        dedans = payer_une_consultation(sylvie.assure, date(2026, 10, 5), a_transmettre=True)
        payer_une_consultation(sylvie.assure, date(2026, 8, 5), a_transmettre=True)
        payer_une_consultation(sylvie.assure, date(2026, 10, 6))
        demarche = sylvie.choisir()
        page = sylvie.lire(reverse("demarches:confirmation", args=[demarche.reference]))
        assert "1 décompte à envoyer vous-même (PDF)" in page and f"Lettre à {THERMES}" in page
        csv = sylvie.client.get(reverse("demarches:organisme_csv", args=[demarche.reference])).content.decode()
        assert csv.count("\r\n") == 2 and dedans.paiement.numero in csv
        pdf = sylvie.client.get(reverse("demarches:organisme_pdf", args=[demarche.reference]), follow=True)
        lu = texte_du_pdf(pdf.getvalue())
        assert "Décomptes à envoyer" in lu and "05/10/2026" in lu and "05/08/2026" not in lu

    def test_the_letter_is_for_the_organism_set_aside_and_ends_no_contract(self, sylvie):
        demarche = sylvie.choisir(ENTREPRISES)
        ecarte = OrganismeComplementaire.objects.get(nom=THERMES)
        pdf = sylvie.client.get(
            reverse("demarches:organisme_lettre", args=[demarche.reference, ecarte.public_id]), follow=True
        )
        lu = texte_du_pdf(pdf.getvalue())
        assert THERMES in lu and "ne résilie pas le contrat" in lu and "Sylvie Pouydebat" in lu
        garde = OrganismeComplementaire.objects.get(nom=ENTREPRISES)
        adresse = reverse("demarches:organisme_lettre", args=[demarche.reference, garde.public_id])
        assert sylvie.client.get(adresse).status_code == 404

    def test_nobody_else_has_them(self, sylvie):
        demarche, autre = sylvie.choisir(), Chez(creer_assure("Marc"))
        for nom in ("organisme_csv", "organisme_pdf"):
            assert autre.client.get(reverse(f"demarches:{nom}", args=[demarche.reference])).status_code == 404


def test_the_page_of_the_choice_costs_the_same_for_one_and_for_four(sylvie, django_assert_num_queries):
    adresse = sylvie.commencer()
    with requetes() as pour_un:
        sylvie.client.get(adresse)
    for prenom in ("Enzo", "Ana", "Tom"):
        deux_organismes(sylvie.assure, creer_enfant(sylvie.assure, prenom).personne)
    with requetes() as pour_quatre:
        sylvie.client.get(adresse)
    assert len(pour_un) == len(pour_quatre)


def test_a_stranger_reads_nothing(sylvie):
    assert Client().get(sylvie.commencer()).status_code == 302
    assert ORGANISME not in Client().get("/").content.decode()
