"""Ask for the C2S: who makes the foyer, what is asked of whom, and what nobody is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dossier import c2s, c2s_lue
from accounts.models import DroitC2S, MinimumSocial, OrganismeComplementaire
from ameli.noyau import formats, horloge
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.masquage import masquer_nir
from demarches.models import Demarche, Etat
from demarches.moteur.listes import nouvelle_cle
from demarches.moteur.models import OUVERTS
from tests.catalogue.c2s.salle import CAISSE, Demandeur, accorder, passer, places
from tests.fabriques import connecter, creer_assure, creer_enfant

pytestmark = pytest.mark.django_db
CONJOINT = {"lien": "CONJOINT", "nom": "Lafitte", "prenoms": "Samir", "naissance": date(1985, 5, 12)}
ASPA_SEULE = {"situation": {"minimum": "ASPA"}, "suites": {"presomption": {"travail": "non"}}}


@pytest.fixture
def lea() -> Demandeur:
    return Demandeur()


def naissance_de(age: int, jours: int = 0) -> date:
    aujourdhui = horloge.aujourdhui()
    return ajouter_mois(aujourdhui, -12 * age) + timedelta(days=jours)


class TestDepart:
    @pytest.mark.ce_lundi("the dates and the ceilings of the brief")
    def test_we_say_first_request_the_months_looked_at_and_the_ceilings(self, lea):
        page = lea.page("demarches:depart", "c2s")
        assert "C’est votre première demande" in page and "d’octobre 2025 à septembre 2026" in page.replace("\xa0", " ")
        assert "10 421,00" in page.replace("\u202f", " ").replace("\xa0", " ")
        assert reverse("demarches:c2s_estimer") in page

    def test_one_open_request_for_each_asker(self, lea):
        premiere = lea.demander()
        page = lea.page("demarches:depart", "c2s")
        assert premiere.reference in page and "Une demande est déjà en cours" in page

    @pytest.mark.ce_lundi("the dates of the brief")
    def test_a_right_that_runs_is_renewed_in_its_last_four_months_only(self, lea):
        accorder(lea.demander())
        droit = DroitC2S.objects.de(lea.assure).get()
        DroitC2S.objects.de(lea.assure).update(au=date(2027, 3, 31))
        horloge.regler_decalage(timedelta(days=7))  # 30 November 2026
        page = lea.page("demarches:depart", "c2s").replace("\xa0", " ")
        assert "à partir du 1er décembre 2026" in page and 'type="submit">Je démarre' not in page
        horloge.regler_decalage(timedelta(days=8))
        page = lea.page("demarches:depart", "c2s").replace("\xa0", " ")
        assert "C’est un renouvellement" in page and "31 mars 2027" in page and "Je démarre ma demande" in page
        c2s.noter_l_impaye(droit, date(2026, 12, 1))
        assert "Un paiement vous attend" in lea.page("demarches:depart", "c2s")

    @pytest.mark.parametrize(("age", "jours", "permis"), [(16, 0, True), (16, 1, False), (17, 0, True)])
    def test_from_sixteen_somebody_asks_alone_and_an_agent_looks_first(self, age, jours, permis):
        jeune = Demandeur(date_naissance=naissance_de(age, jours))
        page = jeune.page("demarches:depart", "c2s")
        assert ("Je démarre ma demande" in page) is permis
        if permis:
            demarche = jeune.demander()
            assert [alerte["code"] for alerte in demarche.alertes] == ["mineur_seul"]


class TestFoyer:
    def test_a_number_that_was_typed_is_whole_on_the_check_page_and_masked_once_sent(self, lea):
        numero = creer_assure("Samir", sexe="M").personne.nir
        lea.preparer({**CONJOINT, "nir": numero}, situation={"familiale": "MARIE"})
        page = lea.client.get(lea.adresse("verification")).content.decode()
        assert formats.nir(numero) in page and masquer_nir(numero) not in page
        lea.client.post(lea.adresse("verification"), {"honneur": "on"})
        demarche = Demarche.objects.de(lea.assure).get()
        assert masquer_nir(numero) in str(demarche.recapitulatif) and formats.nir(numero) not in str(
            demarche.recapitulatif
        )

    def test_who_gives_up_adding_somebody_comes_back_to_the_list_and_not_before_it(self, lea):
        lea.commencer()
        retour = lea.envoyer(f"autres/{nouvelle_cle([])}", {"lien": "ENFANT", "action": "retour"})
        assert retour.url == lea.adresse("autres")

    def test_those_of_the_file_are_ticked_already(self, lea):
        creer_enfant(lea.assure, "Zoé")
        lea.commencer()
        page = lea.etape("connus")
        assert "Zoé" in page and "checked" in page

    @pytest.mark.ce_lundi("the dates and the ceilings of the brief")
    def test_a_child_who_is_25_on_the_day_of_the_deposit_asks_alone(self, lea):
        lea.commencer()
        assert lea.ajouter(naissance=naissance_de(25, 1)).status_code == 302
        refuse = lea.ajouter(prenoms="Luc", naissance=naissance_de(25))
        assert "fait sa propre demande" in refuse.content.decode()

    @pytest.mark.ce_lundi("the dates and the ceilings of the brief")
    def test_somebody_who_turns_25_before_the_deposit_is_sent_back_to(self, lea):
        lea.commencer()
        lea.ajouter(naissance=naissance_de(25, 1))
        lea.envoyer("autres", {})
        lea.envoyer("organisme", CAISSE)
        lea.envoyer("consentement", {"moi__accord": "oui", f"{lea.cles[0]}__accord": "oui"})
        lea.envoyer("revenus", {})
        lea.joindre()
        horloge.regler_decalage(timedelta(days=1))
        lea.client = connecter(Client(), lea.compte)
        lea.client.post(lea.adresse("verification"), {"honneur": "on"})
        assert not Demarche.objects.de(lea.assure).exists()

    @pytest.mark.parametrize(
        ("champs", "phrase"),
        [
            ({"naissance": date(2099, 1, 1)}, "pas encore passée"),
            ({"nir": "1 16 03 40 999 001 11"}, "chiffres"),
            ({"alternee": "on", "naissance": date(2005, 1, 1)}, "moins de 18 ans"),
            ({"lien": "CONJOINT", "naissance": date(1980, 1, 1), "alternee": "on"}, "moins de 18 ans"),
        ],
    )
    def test_what_cannot_be_is_said_beside_the_field(self, lea, champs, phrase):
        lea.commencer()
        assert phrase in lea.ajouter(**champs).content.decode()

    @pytest.mark.parametrize(("lien", "dit"), [("ENFANT", True), ("CONJOINT", False)])
    def test_where_a_child_lives_is_read_of_a_child_alone(self, lea, lien, dit):
        demarche = lea.demander({"lien": lien, "naissance": date(2016, 3, 2) if dit else date(1985, 5, 12)})
        assert ("vit en résidence alternée" in str(demarche.recapitulatif)) == dit

    def test_nobody_is_there_twice_nor_two_spouses(self, lea):
        creer_enfant(lea.assure, "Tom", date_naissance=date(2016, 3, 2))
        lea.commencer()
        lea.envoyer("connus", {"concernes": lea._publics()})
        lea.ajouter()
        assert "Tom est là deux fois" in lea.envoyer("autres", {}).content.decode()
        autre = Demandeur()
        autre.commencer(familiale="MARIE")
        autre.ajouter(**CONJOINT)
        autre.ajouter(**{**CONJOINT, "prenoms": "Karim"})
        assert "Un seul conjoint" in autre.envoyer("autres", {}).content.decode()

    def test_married_without_spouse_is_asked_once_and_not_refused(self, lea):
        demarche = lea.demander(situation={"familiale": "MARIE"}, suites={"sans_conjoint": {"pourquoi": "DEPART"}})
        assert demarche.etat == Etat.DEPOSEE

    def test_a_child_by_turns_counts_half_in_each_foyer(self, lea):
        from tests.catalogue.c2s.salle import lue

        demarche = lea.demander({"alternee": "on"})
        assert lue(demarche).calcul().plafond == 10421 + (15632 - 10421) / 2


class TestOrganisme:
    def test_the_choice_is_compulsory_and_an_organism_struck_off_is_not_in_the_list(self, lea):
        ouvert = OrganismeComplementaire.objects.create(nom="Mutuelle des Pins", numero="40000001", solidaire=True)
        radie = OrganismeComplementaire.objects.create(
            nom="Prévoyance Adour", numero="40000002", solidaire=True, radie_le=horloge.aujourdhui()
        )
        lea.commencer()
        lea.envoyer("autres", {})
        page = lea.etape("organisme")
        assert "Mutuelle des Pins" in page and "Prévoyance Adour" not in page
        assert "Choisissez qui doit gérer" in lea.envoyer("organisme", {"contrat": "AUCUN"}).content.decode()
        vide = lea.envoyer("organisme", {"gestion": "ORGANISME", "contrat": "AUCUN"}).content.decode()
        assert "Choisissez un organisme de la liste" in vide
        choix = {"gestion": "ORGANISME", "contrat": "AUCUN"}
        assert (
            "plus dans la liste" in lea.envoyer("organisme", {**choix, "organisme": radie.public_id}).content.decode()
        )
        assert lea.envoyer("organisme", {**choix, "organisme": ouvert.public_id}).status_code == 302


class TestConsentement:
    def test_each_adult_who_has_not_answered_is_named(self, lea):
        lea.commencer(familiale="MARIE")
        lea.ajouter(**CONJOINT)
        lea.envoyer("autres", {})
        lea.envoyer("organisme", CAISSE)
        page = lea.envoyer("consentement", {"moi__accord": "oui"}).content.decode()
        assert "Samir\xa0: répondez" in page and "Léa\xa0: répondez" not in page

    @pytest.mark.ce_lundi("the dates and the ceilings of the brief")
    def test_no_consent_no_request_and_the_twelve_months_of_that_adult_only(self, lea):
        lea.commencer(familiale="MARIE")
        lea.ajouter(**CONJOINT)
        lea.envoyer("autres", {})
        lea.envoyer("organisme", CAISSE)
        lea.envoyer("consentement", {"moi__accord": "oui", f"{lea.cles[0]}__accord": "non"})
        page = lea.etape("mois")
        assert page.count("__salaire") and f'name="{lea.cles[0]}.2025-10__salaire"' in page
        assert 'name="moi.2025-10__salaire"' not in page

    def test_only_those_who_agree_are_asked_for(self, lea):
        demarche = lea.demander(CONJOINT, situation={"familiale": "MARIE"})
        assert places(demarche) == {"moi", lea.cles[0]}
        autre = Demandeur()
        seule = autre.demander(accords_={"moi": "non"}, mois={"moi.2025-10__salaire": "900"})
        assert places(seule) == set()

    def test_amounts_are_not_shown_and_each_sees_their_own_elsewhere(self, lea):
        lea.commencer()
        lea.envoyer("autres", {})
        lea.envoyer("organisme", CAISSE)
        assert "mesdroitssociaux.gouv.fr" in lea.etape("consentement")


class TestBranches:
    @pytest.mark.ce_lundi("the dates and the ceilings of the brief")
    def test_the_rsa_that_the_caisse_knows_is_prefilled_and_free_at_once(self, lea):
        MinimumSocial.objects.create(assure=lea.assure, nature="RSA", du=date(2025, 1, 1))
        lea.client.post(reverse("demarches:depart", args=["c2s"]))
        assert 'value="RSA"' in lea.etape("situation") and "checked" in lea.etape("situation")
        demarche = lea.demander(situation={"minimum": "RSA"})
        assert demarche.etat == Etat.ACCEPTEE
        droit = c2s_lue.en_cours(lea.assure, horloge.aujourdhui())
        assert droit.gratuite and droit.du == date(2026, 12, 1)

    def test_the_rsa_that_nobody_knows_waits_for_an_agent_without_resources(self, lea):
        demarche = lea.demander(situation={"minimum": "RSA"})
        assert demarche.etat == Etat.DEPOSEE and places(demarche) == set()

    def test_aspa_without_work_is_asked_nothing_of_its_resources_unless_it_hopes_for_more(self, lea):
        assert places(lea.demander(**ASPA_SEULE)) == set()
        espere = Demandeur()
        suites = {"presomption": {"travail": "non", "gratuite": "on"}}
        assert places(espere.demander(situation={"minimum": "ASPA"}, suites=suites)) == {"moi"}

    def test_aah_with_a_child_is_asked_as_everybody(self, lea):
        assert places(lea.demander({}, situation={"minimum": "AAH"})) == {"moi"}


def test_a_lost_session_and_two_tabs_send_one_request(lea):
    lea.demander()
    passer(1)
    assert Demarche.objects.de(lea.assure).filter(etat__in=OUVERTS).count() == 1


def test_a_protected_adult_and_closed_rights_read_the_shared_refusals():
    protege = Demandeur(creer_assure(majeur_protege=True))
    assert "mesure de protection" in protege.page("demarches:depart", "c2s")
    fermes = Demandeur(creer_assure(droits_au=date(2020, 1, 1)))
    assert "sont fermés" in fermes.page("demarches:depart", "c2s")
