"""Chapter 5 from the door to the check of the answers, and its acceptance tests (§ 12)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from accounts.models import Assure, Personne
from ameli.noyau.journal import auteur
from demarches.catalogue.adresse import geocodage
from demarches.models import Brouillon, Demarche
from tests.catalogue.adresse.parcours import A_LA_MAIN, AILLEURS, BORDEAUX, DAX, FRANCE, LISBONNE
from tests.catalogue.iban.parcours import texte_de
from tests.fabriques import creer_enfant
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db


class TestTheWayIn:
    def test_the_start_page_asks_for_no_paper_and_tells_the_delays(self, parcours):
        texte = texte_de(parcours.client.get(reverse("demarches:depart", args=["adresse"])))
        assert "Aucun justificatif n’est demandé" in texte
        assert "2 à 3 jours ouvrés" in texte and "5 à 7 jours ouvrés" in texte

    def test_it_stands_among_the_changes_of_situation(self, parcours):
        page = texte_de(parcours.client.get(reverse("demarches:accueil")))
        assert page.index("Déclarer un changement de situation") < page.index("Changement d’adresse")

    def test_a_protected_adult_is_sent_to_their_guardian_before_the_first_step(self, parcours, lea):
        with auteur("systeme:essai"):
            Assure.objects.de(lea).update(majeur_protege=True)
        assert "mesure de protection" in texte_de(parcours.client.get(reverse("demarches:depart", args=["adresse"])))
        parcours.commencer()
        assert not Brouillon.objects.de(lea).exists()

    def test_one_change_at_a_time(self, parcours):
        demarche = parcours.deposer()
        texte = texte_de(parcours.client.get(reverse("demarches:depart", args=["adresse"])))
        assert demarche.reference in texte
        assert "Suivre ma demande en cours" in texte


class TestWhoMoves:
    def test_a_person_alone_is_not_asked_who(self, parcours):
        parcours.commencer()
        assert "Où est votre nouvelle adresse ?" in parcours.lire("pays")
        assert parcours.client.get(parcours.adresse("personnes")).status_code == 404

    def test_everybody_is_ticked_at_first(self, parcours, enfants):
        parcours.commencer()
        page = parcours.client.get(parcours.adresse("personnes")).content.decode()
        assert page.count("checked") == 3

    def test_somebody_at_least_is_ticked_and_nobody_of_another_file(self, parcours, enfants):
        parcours.commencer()
        assert "Cochez au moins une personne." in parcours.refus("personnes")
        assert "Choisissez dans la liste." in parcours.refus("personnes", personnes=["moi", "inconnu"])

    def test_only_the_referent_parent_changes_the_address_of_a_child(self, parcours, lea, enfants):
        tom = creer_enfant(lea, "Nino", parent_referent=False)
        parcours.commencer()
        assert "Absent de cette liste : Nino. Seul l’autre parent" in parcours.lire("personnes")
        assert "Choisissez dans la liste." in parcours.refus("personnes", personnes=["moi", tom.public_id])

    def test_a_child_who_died_is_not_asked_about(self, parcours, lea, enfants):
        nino = creer_enfant(lea, "Nino").personne
        with auteur("systeme:test"):
            Personne.objects.filter(pk=nino.pk).update(date_deces=nino.date_naissance)
        parcours.commencer()
        assert "Nino" not in parcours.lire("personnes")


class TestWhereAndWhen:
    @pytest.mark.parametrize(
        ("date", "phrase"),
        [
            ("24/08/2026", "plus de 90 jours"),
            ("24/12/2026", "plus de 30 jours"),
            ("31/02/2026", "une date qui existe"),
            ("", "Indiquez la date"),
        ],
    )
    def test_the_move_is_at_most_90_days_ago_and_30_days_ahead(self, parcours, date, phrase):
        parcours.commencer()
        assert phrase in parcours.refus("pays", pays="france", date=date)

    @pytest.mark.parametrize("date", ["25/08/2026", "23/12/2026"])
    def test_the_two_limits_are_accepted(self, parcours, date):
        parcours.commencer()
        assert parcours.repondre("pays", pays="france", date=date).status_code == 302

    def test_each_country_leads_to_its_own_form(self, parcours):
        parcours.jusqu_a_l_adresse(**FRANCE)
        assert "Numéro, rue et ville" in parcours.lire("adresse")
        parcours.repondre("pays", **AILLEURS)
        assert "Quitter la France peut fermer vos droits" in parcours.lire("etranger")
        assert parcours.client.get(parcours.adresse("adresse")).status_code == 404


class TestTheSearchWithoutAScript:
    def test_the_button_lists_addresses_to_choose_and_the_choice_goes_on(self, parcours):
        parcours.jusqu_a_l_adresse()
        saisie = {"recherche": "5 rue du march dax", "complement_1": "Bâtiment B"}
        assert parcours.repondre("adresse", action="rechercher", **saisie).status_code == 302
        page = parcours.client.get(parcours.adresse("adresse"))
        assert "5 Rue du Marché, 40100 Dax" in texte_de(page)
        assert 'value="Bâtiment B"' in page.content.decode()
        assert parcours.choisir(DAX, mode="liste", complement_1="Bâtiment B").url == parcours.adresse("verification")
        assert "Bâtiment B, 5 Rue du Marché, 40100 Dax" in parcours.lire("verification")

    def test_validating_without_a_choice_shows_the_list(self, parcours):
        parcours.jusqu_a_l_adresse()
        texte = parcours.refus("adresse", recherche="5 rue du march dax")
        assert "Choisissez votre adresse dans la liste." in texte
        assert "5 Rue du Marché, 40100 Dax" in texte

    @pytest.mark.parametrize(
        ("recherche", "phrase"),
        [("", "Indiquez votre nouvelle adresse."), ("ab", "au moins 3 caractères"), ("zzz zzz", "Aucune adresse ne")],
    )
    def test_what_cannot_be_found_is_said(self, parcours, recherche, phrase):
        parcours.jusqu_a_l_adresse()
        assert phrase in parcours.refus("adresse", recherche=recherche)
        parcours.repondre("adresse", action="rechercher", recherche=recherche)
        assert "alerte" in parcours.client.get(parcours.adresse("adresse")).content.decode()

    def test_a_choice_that_this_site_has_not_signed_is_none(self, parcours):
        parcours.jusqu_a_l_adresse()
        faux = DAX.jeton[:-3] + "abc"
        assert "Choisissez votre adresse" in parcours.refus("adresse", recherche="rue du marché dax", choix=faux)

    def test_a_service_that_is_down_is_said_and_asked_nothing_more_for_a_while(self, parcours, geocodeur):
        geocodeur.panne = True
        parcours.jusqu_a_l_adresse()
        for _ in range(3):
            assert "ne répond pas pour le moment" in parcours.refus("adresse", recherche="rue du port")
        assert len(geocodeur.questions) == 1
        assert parcours.repondre("adresse", action="saisir_a_la_main").status_code == 302
        assert parcours.repondre("adresse", **A_LA_MAIN).status_code == 302

    def test_no_service_at_all_leaves_the_fields(self, parcours, settings):
        settings.GEOCODAGE_URL = ""
        parcours.jusqu_a_l_adresse()
        assert "Saisissez votre adresse à la main" in parcours.refus("adresse", recherche="rue du port")


class TestByHand:
    @pytest.fixture(autouse=True)
    def ouvrir_la_saisie(self, parcours):
        parcours.jusqu_a_l_adresse()
        parcours.repondre("adresse", action="saisir_a_la_main", recherche="rue", complement_2="Résidence du Parc")

    def test_the_link_opens_the_fields_and_keeps_what_was_typed_and_the_way_back_too(self, parcours):
        page = parcours.client.get(parcours.adresse("adresse")).content.decode()
        assert "Type et nom de la voie" in page and 'value="Résidence du Parc"' in page
        parcours.repondre("adresse", action="revenir_a_la_recherche", **A_LA_MAIN)
        assert "Rechercher l’adresse" in parcours.lire("adresse")

    @pytest.mark.parametrize(
        ("champ", "valeur", "phrase"),
        [
            ("numero", "douze", "Écrivez un numéro comme 12, 12 bis ou 12-14."),
            ("indice", "quinquies", "6 caractères au plus"),
            ("indice", "2", "Écrivez bis, ter"),
            ("voie", "", "Indiquez la rue, ou à défaut le lieu-dit."),
            ("voie", "rue " + "x" * 35, "38 caractères au plus"),
            ("voie", "rue " + "x" * 34, "Numéro et voie : 38 caractères au plus"),
            ("code_postal", "4010", "Un code postal compte 5 chiffres."),
            ("code_postal", "98000", "Aucune caisse du régime général"),
            ("code_postal", "", "Indiquez le code postal."),
            ("commune", "Mont-de-Marsan", "Cette commune n’a pas ce code postal."),
            ("commune", "Dax Cedex", "un Cedex est réservé aux entreprises"),
            ("commune", "", "Choisissez la commune dans la liste."),
        ],
    )
    def test_each_field_says_what_it_expects(self, parcours, champ, valeur, phrase):
        assert phrase in parcours.refus("adresse", **{**A_LA_MAIN, champ: valeur})

    @pytest.mark.parametrize(
        ("numero", "indice", "ligne"),
        [
            ("7 bis", "", "7 bis rue des Camélias"), ("7bis", "bis", "7 bis rue des Camélias"), ("7 B", "", "7 B rue des Camélias"),
            ("7\u200b", "\u200bter", "7 ter rue des Camélias"), ("n° 7", "", "7 rue des Camélias"), ("7–9", "", "7-9 rue des Camélias"),
            ("7/9", "bis.", "7-9 bis rue des Camélias"), ("7", "b.", "7 B rue des Camélias"),
        ],
    )  # fmt: skip
    def test_a_number_is_read_with_its_index_and_its_range(self, parcours, numero, indice, ligne):
        assert parcours.repondre("adresse", **{**A_LA_MAIN, "numero": numero, "indice": indice}).status_code == 302
        assert f"{ligne}, 40100 Dax" in parcours.lire("verification")

    def test_a_long_commune_is_taken_whole_and_one_that_is_too_long_is_kept_with_its_sentence(self, parcours):
        longue = "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson"
        saisie = {**A_LA_MAIN, "code_postal": "51290", "commune": f" {longue}\u200b"}
        assert parcours.repondre("adresse", **saisie).status_code == 302
        assert longue in parcours.lire("verification")
        trop = f"{longue} sur Marne et ailleurs"
        page = parcours.refus("adresse", **{**saisie, "commune": trop})
        assert (
            "50 caractères au plus" in page
            and trop in parcours.repondre("adresse", **{**saisie, "commune": trop}).content.decode()
        )

    def test_a_place_name_does_instead_of_a_street(self, parcours):
        saisie = {**A_LA_MAIN, "numero": "", "voie": "", "lieu_dit": "Petit Bos"}
        assert parcours.repondre("adresse", **saisie).status_code == 302
        assert "Petit Bos, 40100 Dax" in parcours.lire("verification")

    def test_the_commune_is_spelled_as_its_postal_code_knows_it(self, parcours):
        saisie = {**A_LA_MAIN, "code_postal": "40990", "commune": "saint paul les dax"}
        parcours.repondre("adresse", **saisie)
        assert "7 rue des Camélias, 40990 Saint-Paul-lès-Dax" in parcours.lire("verification")

    def test_a_street_that_the_service_knows_needs_no_agent(self, parcours):
        parcours.repondre("adresse", **A_LA_MAIN)
        assert parcours.brouillon.contenu["reponses"]["adresse"]["normalisee"] is False
        parcours.repondre("adresse", **{**A_LA_MAIN, "voie": "rue des arenes"})
        reponses = parcours.brouillon.contenu["reponses"]["adresse"]
        assert (reponses["normalisee"], reponses["insee"]) == (True, "40088")

    @pytest.mark.parametrize("commune", ["", "Mont-de-Marsan", "Dacs"])
    def test_a_missing_or_wrong_commune_is_answered_with_buttons_of_those_of_the_postal_code(self, parcours, commune):
        reponse = parcours.repondre("adresse", **{**A_LA_MAIN, "code_postal": "40 180", "commune": commune})
        noms = _boutons(reponse)
        assert noms == ["Candresse", "Hinx", "Narrosse", "Saint-Pandelon", "Yzosse"]
        saisie = {**A_LA_MAIN, "code_postal": "40180", "commune": "Yzosse"}
        assert parcours.repondre("adresse", **saisie).status_code == 302
        assert "40180 Yzosse" in parcours.lire("verification")

    def test_the_communes_can_be_asked_for_before_anything_else_is_said(self, parcours):
        """Without a script: a button beside the postal code, that blames nothing and loses nothing."""
        saisie = {**A_LA_MAIN, "code_postal": "40100", "commune": "", "action": "proposer_les_communes"}
        page = parcours.client.get(parcours.repondre("adresse", **saisie).url)
        assert _boutons(page) == ["Dax"] and "rue des Camélias" in page.content.decode()
        assert _choisie(page) == ["Dax"] and "Erreur" not in page.content.decode()

    def test_a_new_postal_code_asks_for_its_own_commune(self, parcours):
        saisie = {**A_LA_MAIN, "code_postal": "40180", "commune": "Hinx"}
        parcours.repondre("adresse", **saisie)
        page = parcours.repondre("adresse", **{**saisie, "code_postal": "40100"})
        assert "Cette commune n’a pas ce code postal" in texte_de(page) and _boutons(page) == ["Dax"]

    def test_without_postal_code_or_without_the_service_the_commune_is_written(self, parcours, geocodeur):
        for code, phrase in (("401", "Écrivez d’abord le code postal"), ("48210", "Écrivez le nom de la vôtre")):
            saisie = {**A_LA_MAIN, "code_postal": code, "commune": "", "action": "proposer_les_communes"}
            page = parcours.client.get(parcours.repondre("adresse", **saisie).url)
            assert phrase in page.content.decode() and _boutons(page) == []
        geocodeur.panne = True
        saisie = {**A_LA_MAIN, "code_postal": "40110", "commune": "Morcenx"}
        assert parcours.repondre("adresse", **saisie).status_code == 302

    def test_what_was_typed_is_the_button_that_is_chosen(self, parcours):
        saisie = {**A_LA_MAIN, "code_postal": "40180", "commune": "ST PANDELON", "voie": ""}
        assert _choisie(parcours.repondre("adresse", **saisie)) == ["Saint-Pandelon"]
        assert _choisie(parcours.client.get(parcours.adresse("adresse"))) == ["Saint-Pandelon"]

    def test_a_postal_code_that_the_service_does_not_know_is_accepted(self, parcours):
        saisie = {**A_LA_MAIN, "code_postal": "48210", "commune": "Sainte-Énimie"}
        assert parcours.repondre("adresse", **saisie).status_code == 302


def _boutons(page) -> list[str]:
    """The communes that the page proposes."""
    return [unescape(nom) for nom in re.findall(r'type="radio" name="commune" value="([^"]*)"', page.content.decode())]


def _choisie(page) -> list[str]:
    trouvees = re.findall(r'type="radio" name="commune" value="([^"]*)"[^>]* checked', page.content.decode())
    return [unescape(nom) for nom in trouvees]


class TestAbroad:
    @pytest.mark.parametrize(
        ("champ", "phrase"),
        [
            ("avertissement", "Lisez ce que votre départ peut changer, puis cochez la case."),
            ("pays", "Choisissez votre pays."),
            ("ligne_1", "Écrivez au moins une ligne d’adresse."),
            ("ville", "Indiquez la ville."),
            ("motif", "Dites pourquoi vous partez"),
        ],
    )
    def test_what_is_required_is_asked_the_warning_first(self, parcours, champ, phrase):
        parcours.jusqu_a_l_adresse(**AILLEURS)
        assert phrase in parcours.refus("etranger", **{**LISBONNE, champ: ""})

    def test_france_and_its_overseas_departments_are_not_abroad(self, parcours):
        parcours.jusqu_a_l_adresse(**AILLEURS)
        for code in ("FR", "RE", "GP"):
            assert "Choisissez un pays de la liste." in parcours.refus("etranger", **{**LISBONNE, "pays": code})

    def test_the_check_page_shows_the_address_with_its_country(self, parcours):
        parcours.jusqu_a_l_adresse(**AILLEURS)
        parcours.repondre("etranger", **LISBONNE)
        texte = parcours.lire("verification")
        assert "Rua das Flores 3, 1200-192 Lisbonne, Portugal" in texte
        assert "10 à 15 jours ouvrés" in texte


class TestTheCheckOfTheAnswers:
    def test_the_button_says_cest_bien_ca_and_nothing_is_sent_before(self, parcours):
        parcours.jusqu_a_l_adresse()
        parcours.client.post(parcours.adresse("verification"), {})
        assert not Demarche.objects.de(parcours.assure).exists()
        parcours.choisir(DAX)
        assert "C’est bien ça !" in parcours.lire("verification")
        assert not Demarche.objects.de(parcours.assure).exists()
        parcours.confirmer()
        assert Demarche.objects.de(parcours.assure).count() == 1

    def test_a_change_of_caisse_is_told_before_it_is_sent(self, parcours):
        parcours.jusqu_a_l_adresse()
        parcours.choisir(BORDEAUX)
        texte = parcours.lire("verification")
        assert "CPAM de la Gironde. Nous transférons votre dossier." in texte
        assert "5 à 7 jours ouvrés" in texte

    def test_going_back_keeps_what_was_typed(self, parcours):
        parcours.jusqu_a_l_adresse()
        parcours.repondre("adresse", action="retour", recherche="12 rue des Acac", complement_1="chez M. Petit")
        page = parcours.client.get(parcours.adresse("adresse")).content.decode()
        assert 'value="12 rue des Acac"' in page and 'value="chez M. Petit"' in page

    def test_a_chosen_address_is_shown_chosen_again_later(self, parcours, lundi_matin):
        parcours.jusqu_a_l_adresse()
        parcours.choisir(DAX)
        lundi_matin.shift(60)
        page = parcours.client.get(f"{parcours.adresse('adresse')}?retour=verification").content.decode()
        assert "checked" in page and "5 Rue du Marché, 40100 Dax" in page

    def test_the_present_address_is_refused(self, parcours):
        parcours.jusqu_a_l_adresse()
        meme = geocodage.Proposition("8 Rue des Arènes", "40100", "DAX", "40088")
        texte = parcours.refus("adresse", recherche=str(meme), choix=meme.jeton)
        assert "C’est déjà l’adresse que nous connaissons." in texte
        assert parcours.choisir(meme, complement_1="Bâtiment B").status_code == 302


def test_each_step_stays_in_its_budget_of_queries(parcours, enfants):
    comptes = {}
    qui = ["moi", *(enfant.public_id for enfant in enfants)]
    saisies = {
        "personnes": {"personnes": qui},
        "pays": FRANCE,
        "adresse": {"recherche": str(BORDEAUX), "choix": BORDEAUX.jeton},
        "verification": {},
    }
    parcours.commencer()
    adresses = {nom: parcours.adresse(nom) for nom in saisies}
    for nom, saisie in saisies.items():
        with requetes() as vues:
            assert parcours.client.get(adresses[nom]).status_code == 200
        comptes[f"lire {nom}"] = len(vues)
        with requetes() as vues:
            assert parcours.client.post(adresses[nom], saisie).status_code == 302
        comptes[f"envoyer {nom}"] = len(vues)
    assert comptes == {
        "lire personnes": 7,
        "envoyer personnes": 9,
        "lire pays": 5,
        "envoyer pays": 7,
        "lire adresse": 5,
        "envoyer adresse": 9,
        "lire verification": 10,
        "envoyer verification": 34,
    }
