"""After the deposit: delays, silence, documents, objections, refusals, what each adult reads, and the right that begins."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dossier import c2s_lue, revenus
from accounts.dossier.solidaire.voisins import PourquoiPas
from accounts.models import (
    AccordC2S,
    Assure,
    DroitC2S,
    Message,
    ModificationEnCours,
    OrganismeComplementaire,
    Personne,
)
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de, mois
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.journal import auteur
from ameli.noyau.models import Envoi
from ameli.noyau.televersement import verifier
from demarches.catalogue.c2s import guichet
from demarches.catalogue.c2s.decision import Decision as DecisionC2S
from demarches.catalogue.c2s.models import DemandeC2S
from demarches.models import Attente, Brouillon, Demarche, Etat
from demarches.moteur import pieces, transitions
from tests.catalogue.c2s.salle import Demandeur, accorder, lue, passer, places, recevoir, refuser
from tests.fabriques import (
    connecter,
    creer_agent,
    creer_assure,
    creer_caisse,
    creer_compte,
    creer_enfant,
    dire_la_raison,
)
from tests.fabriques_fichiers import envoi, photo
from tests.suivi.lettres import repondre
from tests.suivi.salle import lu as lire_la_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea() -> Demandeur:
    return Demandeur()


@pytest.fixture
def samir():
    """The spouse, who has a file and an account of his own."""
    assure = creer_assure("Samir", "Lafitte", sexe="M", date_naissance=date(1985, 5, 12))
    creer_compte(assure)
    return assure


def conjoint(samir) -> dict[str, object]:
    return {
        "lien": "CONJOINT", "nom": "Lafitte", "prenoms": "Samir", "naissance": date(1985, 5, 12), "nir": samir.personne.nir,
    }  # fmt: skip


def a_deux(lea, samir) -> Demarche:
    return lea.demander(conjoint(samir), situation={"familiale": "MARIE"})


def envoyer_le_document(lea, demarche) -> None:
    le = horloge.maintenant()
    pieces.demander(demarche, creer_agent(demarche.caisse), libelle="Bail", motif="Il manque.", le=le)


class TestDelais:
    def test_fourteen_days_are_seen_by_agents_and_twenty_eight_told_to_the_person(self, lea):
        demarche = lea.demander()
        passer(14.1)
        assert [une["code"] for une in lea.relire(demarche).alertes] == ["attend"]
        assert "Votre demande prend plus de temps" not in lea.messages
        passer(14)
        assert lea.messages.count("Votre demande prend plus de temps") == 1

    def test_silence_of_two_months_is_an_agreement_of_the_computed_kind_flagged_for_a_check(self, lea):
        demarche = lea.demander()
        recevoir(demarche, "moi", salaire=1000)
        passer(46)
        assert "silence" in [une["code"] for une in lea.relire(demarche).alertes]
        passer(16)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE
        accord = AccordC2S.objects.de(lea.assure).get()
        assert accord.a_controler and not accord.gratuite
        assert "Deux mois ont passé" in Message.objects.de(lea.assure).filter(sujet__contains="accordée").first().corps

    def test_the_two_months_count_from_the_day_on_which_nothing_is_missing(self, lea):
        demarche = lea.demander()
        passer(10)
        envoyer_le_document(lea, demarche)
        passer(5)
        pieces.recevoir(demarche, [verifier(envoi("bail.jpg", photo()))], lea.compte, le=horloge.maintenant())
        complete = DemandeC2S.objects.de(lea.assure).get().complete_le
        attendue = Echeance.objects.get(
            objet=demarche.objet, donnees={"delai": "silence"}, etat=Echeance.Etat.EN_ATTENTE
        )
        assert attendue.du_le == mois(2).apres(complete)
        assert jour_de(complete) == horloge.aujourdhui()

    def test_a_missing_document_is_reminded_closed_without_refusal_and_taken_up_in_one_click(self, lea):
        demarche = lea.demander()
        envoyer_le_document(lea, demarche)
        passer(15.1)
        assert any("Rappel" in sujet for sujet in lea.messages)
        passer(16)
        assert lea.relire(demarche).etat == Etat.CLASSEE
        lea.client = connecter(Client(), lea.compte)
        lea.client.post(reverse("demarches:geste", args=[demarche.reference, "poursuivre"]), {"vu": _vu(lea, demarche)})
        assert lea.relire(demarche).etat == Etat.A_COMPLETER
        (rouverte,) = Attente.objects.de(lea.assure).ouvertes()
        assert (rouverte.libelle, rouverte.motif) == ("Bail", "Il manque.")
        pieces.recevoir(demarche, [verifier(envoi("bail.jpg", photo()))], lea.compte, le=horloge.maintenant())
        passer(62)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE

    def test_what_an_agent_opens_again_is_on_its_way_again_and_silence_counts_from_the_document_only(self, lea):
        demarche = lea.demander()
        envoyer_le_document(lea, demarche)
        passer(31)
        assert lea.relire(demarche).etat == Etat.CLASSEE
        assert not ModificationEnCours.objects.de(lea.assure).exists()
        agent = connecter(Client(), creer_agent(demarche.caisse).compte)
        dire_la_raison(agent, lea.assure)
        rouvrir = reverse("admin:demarches_demarche_rouvrir", args=[demarche.pk])
        vu = agent.get(rouvrir).context["formulaire"]["vu"].value()
        agent.post(rouvrir, {"vu": vu, "motif": "Le bail arrive."})
        assert lea.relire(demarche).etat == Etat.A_COMPLETER
        assert ModificationEnCours.objects.de(lea.assure).get().sujet == "c2s"
        assert lea.messages[-2:] == ["Nous reprenons votre demande", "Votre caisse attend un document"]
        assert not Echeance.objects.filter(
            objet=demarche.objet, donnees={"delai": "silence"}, etat=Echeance.Etat.EN_ATTENTE
        ).exists()
        pieces.recevoir(demarche, [verifier(envoi("bail.jpg", photo()))], lea.compte, le=horloge.maintenant())
        passer(62)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE

    def test_what_was_closed_by_an_agent_with_nothing_missing_counts_anew_from_its_reopening(self, lea):
        demarche = lea.demander()
        agent = creer_agent(demarche.caisse).compte.acteur
        transitions.passer(demarche, "classer", acteur=agent, motif="Envoyée deux fois.", le=horloge.maintenant())
        passer(10)
        transitions.passer(demarche, "rouvrir", acteur=agent, le=horloge.maintenant())
        passer(59)
        assert lea.relire(demarche).etat == Etat.EN_COURS
        passer(4)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE

    def test_it_is_cancelled_until_an_agent_takes_it_and_the_amounts_go(self, lea):
        demarche = lea.demander()
        recevoir(demarche, "moi", salaire=1000)
        lea.client.post(reverse("demarches:annuler", args=[demarche.reference]))
        assert lea.relire(demarche).etat == Etat.ANNULEE
        recu = revenus.lire_revenus(cause=demarche.reference)["moi"]
        assert recu.montants == () and recu.manques[0].pourquoi is PourquoiPas.RETIRE
        prise = Demandeur().demander()
        transitions.prendre(prise, acteur=creer_agent(prise.caisse).compte.acteur, le=horloge.maintenant())
        with pytest.raises(transitions.TransitionInterdite):
            transitions.passer(prise, "annuler", acteur=prise.compte.acteur)


class TestEnChemin:
    """What becomes of a request when somebody dies, moves, or has no rights any more before it is decided."""

    @pytest.mark.parametrize(("quoi", "phrase"), [("mort", "décédée le"), ("droits", "plus de droits ouverts")])
    def test_nothing_is_granted_to_who_died_or_has_no_rights_and_the_dead_are_written_to_no_more(
        self, lea, quoi, phrase
    ):
        demarche, hier = lea.demander(), horloge.aujourdhui() - timedelta(days=1)
        recevoir(demarche, "moi", salaire=500)
        with auteur("systeme:test"):
            if quoi == "mort":
                Personne.objects.filter(pk=lea.assure.personne_id).update(date_deces=hier)
            else:
                Assure.objects.de(lea.assure).update(droits_au=hier)
        avant = lea.messages
        with pytest.raises(transitions.TransitionInterdite, match=phrase):
            accorder(lea.relire(demarche))
        passer(63)
        assert lea.relire(demarche).ouverte and not AccordC2S.objects.de(lea.assure)
        assert any(phrase in une["phrase"] for une in lea.relire(demarche).alertes)
        assert quoi == "droits" or lea.messages == avant
        refuser(lea.relire(demarche))
        assert lea.relire(demarche).etat == Etat.REFUSEE and (quoi == "droits") == (len(lea.messages) > len(avant))

    def test_no_right_is_opened_for_a_child_who_died_meanwhile_and_agents_read_it(self, lea):
        tom = creer_enfant(lea.assure, "Tom", date_naissance=date(2016, 3, 2)).personne
        demarche = lea.demander(connus={"concernes": [tom.public_id]})
        recevoir(demarche, "moi", salaire=500)
        with auteur("systeme:test"):
            Personne.objects.filter(pk=tom.pk).update(date_deces=horloge.aujourdhui())
        demarche = lea.relire(demarche)
        assert (
            "Décès depuis l’envoi",
            "Tom. Aucun droit ne s’ouvre. Vérifiez le nombre de personnes.",
        ) in guichet.connu(demarche)
        accorder(demarche)
        accord = AccordC2S.objects.de(lea.assure).get()
        assert [un.personne.prenom for un in accord.membres.select_related("personne")] == ["Léa"]

    def test_who_moves_to_another_caisse_has_it_from_the_new_one_whoever_decides(self, lea):
        demarche, ailleurs = lea.demander(), creer_caisse("331", "CPAM de la Gironde")
        recevoir(demarche, "moi", salaire=500)
        with auteur("systeme:test"):
            Assure.objects.de(lea.assure).update(caisse=ailleurs)
        accorder(lea.relire(demarche))
        assert AccordC2S.objects.de(lea.assure).get().organisme.caisse == ailleurs


def _vu(lea: Demandeur, demarche: Demarche) -> str:
    page = lea.client.get(reverse("demarches:geste", args=[demarche.reference, "poursuivre"]))
    return page.context["vu"]


class TestObjection:
    def test_another_adult_is_told_without_the_asker_s_name_and_the_asker_is_told_nothing_of_it(self, lea, samir):
        demarche = a_deux(lea, samir)
        recu = Message.objects.de(samir).get().corps
        assert "Léa" not in recu and "Duprat" not in recu and demarche.reference not in recu
        assert len(lea.messages) == 1
        assert "Dire si vous êtes d’accord" not in lea.suivi(demarche)

    @pytest.mark.ce_lundi("the dates and the ceilings of the brief")
    def test_a_no_takes_their_amounts_away_and_asks_the_months_of_that_adult_only(self, lea, samir):
        demarche = a_deux(lea, samir)
        place = lea.cles[0]
        recevoir(demarche, place, salaire=1500)
        attente = Attente.objects.de(samir).get(tiers=samir)
        client = connecter(Client(), samir.compte)
        client.post(reverse("demarches:tiers", args=[attente.public_id]), {"accord": "non"})
        assert revenus.lire_revenus(cause=demarche.reference)[place].montants == ()
        assert lea.relire(demarche).etat == Etat.A_COMPLETER
        page = lea.page("demarches:repondre", demarche.reference, _mois(lea).public_id)
        assert f'name="{place}.2025-10__salaire"' in page and "moi.2025-10" not in page
        lea.client.post(
            reverse("demarches:repondre", args=[demarche.reference, _mois(lea).public_id]),
            {f"{place}.2025-10__salaire": "700"},
        )
        assert lea.relire(demarche).etat == Etat.EN_COURS
        assert lue(lea.relire(demarche)).calcul().revenus[place] == 700

    def test_silence_or_a_yes_changes_nothing(self, lea, samir):
        demarche = a_deux(lea, samir)
        passer(11)
        assert places(demarche) == {"moi", lea.cles[0]} and lea.relire(demarche).etat == Etat.DEPOSEE

    def test_without_an_account_a_letter_asks_and_a_no_takes_their_amounts_away(self, lea, client):
        samir = creer_assure("Samir", "Lafitte", sexe="M", date_naissance=date(1985, 5, 12))
        demarche, place = a_deux(lea, samir), lea.cles[0]
        recevoir(demarche, place, salaire=1500)
        lettre = Envoi.objects.get(canal="LETTRE", gabarit="reponse_attendue")
        assert lettre.assure_ref == samir.public_id and lettre.destination.startswith("Samir")
        for secret in (demarche.reference, "Léa", lea.assure.personne.nom_naissance, "solidaire"):
            assert secret not in lettre.contenu
        assert "Votre réponse est enregistrée" in lire_la_page(repondre(client, lettre, {"accord": "non"}))
        assert revenus.lire_revenus(cause=demarche.reference)[place].montants == () and _mois(lea).place == place

    def test_nobody_is_told_by_somebody_whose_address_is_protected(self, samir):
        partie = Demandeur(creer_assure(adresse_protegee=True))
        a_deux(partie, samir)
        assert not Message.objects.de(samir).exists()


def _mois(lea: Demandeur) -> Attente:
    return Attente.objects.de(lea.assure).get(nom="mois_a_la_main", close_le=None)


class TestDecision:
    @pytest.mark.ce_lundi("the dates and the ceilings of the brief")
    def test_nadia_has_it_free_and_her_children_too(self):
        nadia = Demandeur(creer_assure("Nadia", "Belkacem", date_naissance=date(1988, 3, 9)))
        for prenom, ne_le in (("Yanis", date(2017, 2, 11)), ("Inès", date(2020, 10, 3))):
            creer_enfant(nadia.assure, prenom, date_naissance=ne_le)
        demarche = nadia.demander(
            situation={"logement": "AIDE", "aide": "400"}, connus={"concernes": nadia._publics()}
        )  # fmt: skip
        recevoir(demarche, "moi", chomage=980, famille=150)
        accorder(demarche)
        droit = DroitC2S.objects.de(nadia.assure).get()
        assert droit.du == date(2026, 12, 1) and droit.accord.gratuite
        assert c2s_lue.membres_de(droit.accord).__len__() == 3
        assert "15\u202f882,60" in nadia.suivi(demarche)

    def test_before_the_decision_nothing_promises_that_it_will_be_granted(self, lea):
        page = lea.suivi(lea.demander())
        assert "Décision de votre caisse" in page and "Accordée" not in page
        assert page.count("Demande envoyée") == 1

    def test_until_the_decision_my_cover_says_that_a_request_is_on_its_way(self, lea):
        demarche = lea.demander()
        page = lea.page("informations:accueil")
        assert "Demande de Complémentaire santé solidaire" in page and demarche.reference in page
        recevoir(demarche, "moi", salaire=500)
        accorder(demarche)
        assert "Demande de Complémentaire santé solidaire" not in lea.page("informations:accueil")

    def test_with_a_participation_it_waits_for_the_adhesion(self, lea):
        demarche = lea.demander()
        recevoir(demarche, "moi", salaire=1000)
        assert accorder(demarche).etat == Etat.ACCEPTEE
        accord = AccordC2S.objects.de(lea.assure).get()
        assert not accord.gratuite and not DroitC2S.objects.de(lea.assure).exists()
        assert c2s_lue.membres_de(accord)[0].mensualite == 14

    @pytest.mark.ce_lundi("the dates and the ceilings of the brief")
    def test_a_refusal_says_the_asker_s_operands_one_total_for_the_others_and_when_to_try_again(self, lea, samir):
        demarche = a_deux(lea, samir)
        recevoir(demarche, "moi", salaire=1000)
        recevoir(demarche, lea.cles[0], retraite=1500)
        refuser(demarche)
        texte = lea.dernier.replace("\xa0", " ").replace("\u202f", " ")
        assert "Vos revenus : 12 000,00 €" in texte and "Revenus des autres personnes du foyer : 18 000,00 €" in texte
        assert "21 104,00 €" in texte and "commission de recours amiable" in texte and "d’octobre 2025" in texte
        assert "aide financière" in texte and "Samir" not in texte

    def test_what_an_agent_settles_of_a_contested_amount_holds_for_a_refusal_too(self, lea):
        demarche = lea.demander()
        recevoir(demarche, "moi", salaire=1000)
        agent = connecter(Client(), creer_agent(demarche.caisse).compte)
        dire_la_raison(agent, lea.assure)
        adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, "retenir"])
        vu = re.search(r'name="vu" value="([^"]*)"', agent.get(adresse).content.decode())[1]
        saisie = {"vu": vu, "motif": "Deux employeurs.", "ressources": "21 000,50", "personnes": "2"}
        trop = agent.post(adresse, {**saisie, "personnes": "21"}).content.decode()
        assert "Écrivez un nombre, de 1 à 20." in trop and "21 000,50" in trop
        assert "C’est noté" in agent.post(adresse, saisie, follow=True).content.decode()
        demarche = lea.relire(demarche)
        assert DecisionC2S(demarche=demarche).initial["ressources"] == Decimal("21000.50")
        assert ("Retenues par un agent (R)", "21\u202f000,50\xa0€") in guichet.connu(demarche)
        refuser(demarche)
        texte = lea.dernier.replace("\xa0", " ").replace("\u202f", " ")
        assert "Ressources retenues par votre caisse : 21 000,50 €" in texte and "Vos revenus : 12 000,00 €" in texte
        assert "Plafond de la C2S gratuite : 15 632,00 €" in texte

    @pytest.mark.ce_lundi("the twelve months that the demand shows")
    def test_who_earned_until_last_month_reads_in_which_month_they_could_have_it(self, lea):
        mois_ = {
            f"moi.{annee}-{m:02}__salaire": "1500"
            for annee, ms in ((2025, (10, 11, 12)), (2026, range(1, 9)))
            for m in ms
        }
        demarche = lea.demander(accords_={"moi": "non"}, mois=mois_)
        refuser(demarche)
        assert "2027" in lea.suivi(demarche) and "vous pourriez y avoir droit" in lea.suivi(demarche)

    def test_the_organism_is_changed_until_the_decision_and_a_struck_off_one_gives_way_to_the_caisse(self, lea):
        pins = OrganismeComplementaire.objects.create(nom="Mutuelle des Pins", numero="40000001", solidaire=True)
        demarche = lea.demander()
        page = reverse("demarches:geste", args=[demarche.reference, "organisme"])
        vu = lea.client.get(page).context["vu"]
        lea.client.post(page, {"gestion": "ORGANISME", "organisme": pins.public_id, "contrat": "AUCUN", "vu": vu})
        assert "Mutuelle des Pins" in lea.suivi(demarche)
        pins.radie_le = horloge.aujourdhui() - timedelta(days=1)
        pins.save()
        accorder(demarche)
        assert AccordC2S.objects.de(lea.assure).get().organisme.caisse == lea.assure.caisse
        assert "Changer d’organisme" not in lea.suivi(demarche)


class TestRevenusLus:
    def test_each_adult_reads_their_own_after_the_decision_and_contests(self, lea, samir):
        demarche = a_deux(lea, samir)
        recevoir(demarche, "moi", salaire=1000)
        recevoir(demarche, lea.cles[0], retraite=777)
        assert "Organisme" not in lea.page("demarches:c2s_revenus").partition("<main")[2]
        refuser(demarche)
        mienne = lea.page("demarches:c2s_revenus")
        sienne = connecter(Client(), samir.compte).get(reverse("demarches:c2s_revenus")).content.decode()
        assert "12\u202f000,00" in mienne and "9\u202f324,00" not in mienne
        assert "9\u202f324,00" in sienne and "12\u202f000,00" not in sienne and "Léa" not in sienne
        client = connecter(Client(), samir.compte)
        source = client.get(reverse("demarches:c2s_revenus")).context["sources"][0]
        client.post(reverse("demarches:c2s_revenus"), {"source": source.cle, "phrase": "En mars, j’ai reçu 400 €."})
        (conteste,) = DemandeC2S.objects.de(lea.assure).get().contestes
        assert conteste["phrase"] == "En mars, j’ai reçu 400 €."
        assert Message.objects.de(samir).filter(corps__isnull=False).count() == 2

    def test_whoever_asked_for_nothing_reads_nothing(self, lea):
        assert "Il n’y a rien à montrer" in lea.page("demarches:c2s_revenus")


class TestRenouvellement:
    def test_it_begins_with_what_was_said_last_year_each_page_to_confirm(self, lea):
        demarche = lea.demander({"prenoms": "Zoé"}, situation={"logement": "HEBERGE"})
        accorder(demarche)
        DroitC2S.objects.de(lea.assure).update(au=horloge.aujourdhui() + timedelta(days=60))
        lea.client.post(reverse("demarches:depart", args=["c2s"]))
        brouillon: Brouillon = lea.brouillon
        assert not brouillon.contenu.get("reponses")
        page = lea.etape("situation")
        assert 'value="HEBERGE"' in page and "checked" in page.partition('value="HEBERGE"')[2][:80]
        lea.envoyer("situation", {"familiale": "CELIBATAIRE", "logement": "HEBERGE", "minimum": ""})
        liste = lea.etape("autres")
        assert "Zoé" in liste and "À compléter" in liste
        assert "consentement" not in str(brouillon.contenu)

    def test_a_renewal_begins_the_day_after_the_old_right(self, lea):
        accorder(lea.demander())
        fin = horloge.aujourdhui() + timedelta(days=60)
        DroitC2S.objects.de(lea.assure).update(au=fin)
        accorder(lea.demander())
        assert DroitC2S.objects.de(lea.assure).order_by("-du").first().du == fin + timedelta(days=1)

    @pytest.mark.ce_lundi("a renewal of March, decided in November, opens in another year")
    def test_a_renewal_costs_what_the_age_on_1_january_of_its_own_year_costs(self, lea):
        accorder(lea.demander())
        DroitC2S.objects.de(lea.assure).update(au=date(2027, 2, 28))
        with auteur("systeme:données d'essai"):
            Personne.objects.filter(pk=lea.assure.personne_id).update(date_naissance=date(1997, 1, 1))
        lea.assure.refresh_from_db()
        demarche = lea.demander()
        recevoir(demarche, "moi", salaire=1000)
        accorder(demarche)
        accord = AccordC2S.objects.de(lea.assure).order_by("-id")[0]
        assert [un.mensualite for un in c2s_lue.membres_de(accord)] == [14]
