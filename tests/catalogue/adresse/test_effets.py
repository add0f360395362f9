"""Chapter 5 § 5 to 8: what happens after « C’est bien ça ! », day after day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from accounts.informations import adresse as adresses
from accounts.models import Assure, ModificationEnCours
from ameli.noyau import horloge
from ameli.noyau.journal.models import Entree
from demarches.models import Brouillon, Demarche, Etat, Evenement
from demarches.moteur import besoins, passages, transitions
from demarches.moteur.declaration import Besoin
from demarches.moteur.registre import celui_de
from demarches.suivi import lecture
from documents.editions import attestation_droits
from tests.catalogue.adresse.parcours import A_LA_MAIN, AILLEURS, AJACCIO, BORDEAUX, DAX, LISBONNE
from tests.fabriques import connecter, creer_agent, creer_caisse, creer_carte, creer_enfant

pytestmark = pytest.mark.django_db
# The deposit is on Monday 23 November 2026 at 9:12 in Paris.
JEUDI = datetime(2026, 11, 26, 8, 12, tzinfo=UTC)
MERCREDI_SUIVANT = datetime(2026, 12, 2, 8, 12, tzinfo=UTC)


def lignes(assure: Assure) -> list[str]:
    trouvee = adresses.actuelle(assure)
    return trouvee.lignes if trouvee else []


def relire(demarche: Demarche) -> Demarche:
    return Demarche.objects.systeme("essai").select_related("caisse", "assure__caisse").get(pk=demarche.pk)


def envoyer(assure: Assure, teleservice: str, jalon: str) -> Demarche:
    """A démarche that sends something by post, and how far it is."""
    le = horloge.maintenant()
    brouillon = Brouillon.objects.create(
        assure=assure, compte=assure.compte, teleservice=teleservice, etat="DEPOSE", commence_le=le, enregistre_le=le,
        expire_le=le,
    )  # fmt: skip
    return Demarche.objects.create(
        brouillon=brouillon, assure=assure, compte=assure.compte, caisse=assure.caisse, teleservice=teleservice, version=1,
        reponses={}, recapitulatif={}, deposee_le=le, jalon=jalon,
    )  # fmt: skip


def adresse_de_l_attestation(assure: Assure) -> list[str]:
    maintenant = horloge.maintenant()
    dossier = attestation_droits.ouvrir_dossier(assure, instant=maintenant, jour=horloge.aujourdhui())
    assert dossier.adresse is not None
    return dossier.adresse.lignes


class TestInTheSameCaisse:
    def test_it_is_registered_after_three_working_days_and_not_before(self, parcours, lea):
        demarche = parcours.deposer()
        assert demarche.prevue_le == JEUDI and not demarche.alertes
        parcours.attendre(JEUDI.replace(minute=11))
        assert lignes(lea) == adresse_de_l_attestation(lea) == ["8 rue des Arènes", "40100 DAX"]
        parcours.attendre(JEUDI)
        assert relire(demarche).etat == Etat.ACCEPTEE
        assert lignes(lea) == adresse_de_l_attestation(lea) == ["5 Rue du Marché", "40100 DAX"]
        nouvelle = adresses.actuelle(lea)
        assert (nouvelle.effet_le, nouvelle.emmenagement_le) == (JEUDI, date(2026, 11, 20))
        assert (nouvelle.normalisee, nouvelle.cause) == (True, demarche.reference)

    def test_the_receipt_and_the_news_tell_the_address_and_the_date(self, parcours):
        demarche = parcours.deposer()
        (recu,) = parcours.messages
        assert recu.startswith("Votre demande de changement d’adresse")
        assert demarche.reference in recu
        assert "Nouvelle adresse : 5 Rue du Marché, 40100 Dax" in recu
        assert "au plus tard le 26 novembre 2026" in recu
        parcours.attendre(JEUDI)
        assert parcours.messages[1].startswith("Votre adresse est enregistrée")
        assert "change" not in parcours.messages[1]

    def test_mes_informations_shows_it_on_its_way_until_it_is_registered(self, parcours):
        page = parcours.client.get("/mes-informations/").content.decode()
        assert reverse("demarches:depart", args=["adresse"]) in page
        parcours.deposer()
        page = parcours.client.get("/mes-informations/").content.decode()
        assert "8 rue des Arènes" in page
        assert "En cours de traitement" in page and "5 Rue du Marché, 40100 Dax" in page
        parcours.attendre(JEUDI)
        page = parcours.client.get("/mes-informations/").content.decode()
        assert "En cours de traitement" not in page and "8 rue des Arènes" not in page

    def test_it_can_be_cancelled_as_long_as_nobody_works_on_it(self, parcours, lea):
        demarche = parcours.deposer()
        parcours.client.post(reverse("demarches:annuler", args=[demarche.reference]))
        assert relire(demarche).etat == Etat.ANNULEE
        assert parcours.messages[-1].startswith("Votre changement d’adresse est annulé")
        assert not ModificationEnCours.objects.de(lea).exists()
        parcours.attendre(JEUDI)
        assert lignes(lea)[0] == "8 rue des Arènes"

    def test_a_refusal_says_why_and_changes_nothing(self, parcours, lea):
        demarche = parcours.deposer()
        motif = celui_de("adresse").agents.motifs["introuvable"]
        transitions.passer(demarche, "refuser", acteur="agent:A00007", motif=motif)
        assert motif.replace("\u00a0", " ") in parcours.messages[-1]
        assert lignes(lea)[0] == "8 rue des Arènes"
        assert not ModificationEnCours.objects.de(lea).exists()

    def test_a_move_to_come_is_registered_on_its_day(self, parcours, lea):
        demarche = parcours.deposer(date="10/12/2026")
        jour = datetime(2026, 12, 9, 23, 0, tzinfo=UTC)
        assert demarche.prevue_le == jour
        parcours.attendre(JEUDI)
        assert relire(demarche).etat == Etat.EN_COURS
        assert lignes(lea)[0] == "8 rue des Arènes"
        parcours.attendre(jour)
        assert relire(demarche).etat == Etat.ACCEPTEE
        assert lignes(lea)[0] == "5 Rue du Marché"

    def test_an_agent_who_is_faster_than_the_move_does_not_make_it_come_earlier(self, parcours, lea):
        demarche = parcours.deposer(date="10/12/2026")
        transitions.passer(demarche, "accepter", acteur="agent:A00007")
        assert "à partir du 10 décembre 2026" in parcours.messages[-1]
        assert lignes(lea)[0] == "8 rue des Arènes"
        parcours.attendre(datetime(2026, 12, 10, 8, tzinfo=UTC))
        assert lignes(lea)[0] == "5 Rue du Marché"


class TestToAnotherCaisse:
    def test_the_file_is_transferred_then_registered_within_seven_working_days(self, parcours, lea):
        demarche = parcours.deposer(BORDEAUX)
        assert demarche.prevue_le == MERCREDI_SUIVANT
        parcours.attendre(JEUDI)
        relue = relire(demarche)
        assert (relue.etat, relue.caisse.code, relue.assure.caisse.code) == (Etat.EN_COURS, "331", "401")
        parcours.attendre(MERCREDI_SUIVANT)
        relue = relire(demarche)
        assert (relue.etat, relue.assure.caisse.code) == (Etat.ACCEPTEE, "331")
        assert lignes(relue.assure) == ["12 Rue des Acacias", "33100 BORDEAUX"]

    def test_the_messages_name_the_new_caisse_its_address_and_its_code(self, parcours):
        parcours.deposer(BORDEAUX)
        assert "Votre dossier sera transféré à une autre caisse : CPAM de la Gironde." in parcours.messages[0]
        parcours.attendre(MERCREDI_SUIVANT)
        _, transfert, fin = parcours.messages
        for message in (transfert, fin):
            assert "CPAM de la Gironde" in message and "5 quai des Glycines" in message
            assert "Code organisme : 01 331 0000" in message
        assert transfert.startswith("Votre dossier change de caisse")
        assert "Mettez votre carte Vitale à jour" in fin

    def test_the_journal_names_who_changed_the_caisse_and_why(self, parcours, lea):
        demarche = parcours.deposer(BORDEAUX)
        parcours.attendre(MERCREDI_SUIVANT)
        entree = Entree.objects.get(genre="dossier.change_de_caisse")
        assert (entree.acteur, entree.motif, entree.assure_ref) == ("horloge", demarche.reference, lea.public_id)

    def test_the_timeline_shows_the_transfer_and_cancelling_is_over(self, parcours, lea):
        demarche = parcours.deposer(BORDEAUX)
        assert passages.annulable(demarche)
        parcours.attendre(JEUDI)
        relue = relire(demarche)
        assert not passages.annulable(relue)
        frise = lecture.frise(lecture.Suivie(relue, horloge.maintenant()), lecture.evenements(lea, relue))
        assert "Dossier transféré à votre nouvelle caisse" in [point["libelle"] for point in frise]
        assert parcours.client.get(reverse("demarches:detail", args=[demarche.reference])).status_code == 200

    def test_it_leaves_the_queue_of_one_caisse_for_that_of_the_other(self, parcours):
        demarche = parcours.deposer(BORDEAUX)
        landes, gironde = creer_agent(), creer_agent(creer_caisse("331"))
        assert Demarche.objects.pour_agent(landes).filter(pk=demarche.pk).exists()
        parcours.attendre(JEUDI)
        assert not Demarche.objects.pour_agent(landes).filter(pk=demarche.pk).exists()
        assert Demarche.objects.pour_agent(gironde).filter(pk=demarche.pk, prise_par=None).exists()

    def test_an_agent_may_accept_before_the_transfer_and_the_caisse_changes_too(self, parcours, lea):
        demarche = parcours.deposer(BORDEAUX)
        transitions.passer(demarche, "accepter", acteur="agent:A00007")
        relue = relire(demarche)
        assert relue.assure.caisse.code == "331"
        assert Evenement.objects.de(lea).filter(nom="transfert", auteur="agent:A00007").count() == 1
        assert "CPAM de la Gironde" in parcours.messages[-1]

    def test_20090_goes_to_ajaccio_caisse_201(self, parcours, lea):
        parcours.deposer(AJACCIO)
        parcours.attendre(MERCREDI_SUIVANT)
        assert Assure.objects.de(lea).get().caisse.code == "201"

    def test_a_caisse_that_is_not_in_the_database_waits_for_an_agent(self, parcours, lea):
        Demarche.objects.systeme("essai")
        creer_caisse("201").delete()
        demarche = parcours.deposer(AJACCIO)
        assert [a["code"] for a in demarche.alertes] == ["caisse_inconnue"]
        parcours.attendre(MERCREDI_SUIVANT)
        assert relire(demarche).etat == Etat.EN_COURS

    def test_a_move_of_children_alone_leaves_the_file_where_it_is(self, parcours, lea, enfants):
        zoe, tom = enfants
        demarche = parcours.deposer(BORDEAUX, personnes=[zoe.public_id])
        assert demarche.prevue_le == JEUDI
        parcours.attendre(JEUDI)
        commune, distinctes = adresses.actuelles(lea)
        assert commune.lignes[0] == "8 rue des Arènes"
        assert {pk: a.commune for pk, a in distinctes.items()} == {zoe.pk: "Bordeaux"}
        assert Assure.objects.de(lea).get().caisse.code == "401"


class TestTheFamily:
    def test_two_children_follow_with_one_receipt(self, parcours, lea, enfants):
        demarche = parcours.deposer(personnes=["moi", *(e.public_id for e in enfants)])
        assert len(parcours.messages) == 1
        assert "Personnes concernées : Léa Duprat, Zoé Duprat, Tom Duprat" in parcours.messages[0]
        parcours.attendre(JEUDI)
        assert relire(demarche).etat == Etat.ACCEPTEE
        commune, distinctes = adresses.actuelles(lea)
        assert (commune.lignes[0], distinctes) == ("5 Rue du Marché", {})

    def test_whoever_is_not_ticked_keeps_the_former_address(self, parcours, lea, enfants):
        zoe, tom = enfants
        parcours.deposer(personnes=["moi", zoe.public_id])
        parcours.attendre(JEUDI)
        commune, distinctes = adresses.actuelles(lea)
        assert commune.lignes[0] == "5 Rue du Marché"
        assert {pk: a.lignes[0] for pk, a in distinctes.items()} == {tom.pk: "8 rue des Arènes"}
        page = parcours.client.get("/mes-informations/").content.decode()
        assert "5 Rue du Marché" in page and "8 rue des Arènes" in page

    def test_a_child_who_comes_back_has_no_address_of_their_own_any_more(self, parcours, lea, enfants):
        zoe, tom = enfants
        parcours.deposer(personnes=[tom.public_id])
        parcours.attendre(JEUDI)
        parcours.jusqu_a_l_adresse(["moi", zoe.public_id, tom.public_id])
        assert parcours.choisir(DAX).status_code == 302, "Léa and Zoé do not live there yet"
        parcours.confirmer()
        parcours.attendre(datetime(2026, 12, 3, 8, 12, tzinfo=UTC))
        assert adresses.actuelles(lea)[1] == {}

    def test_the_other_parent_keeps_their_address(self, parcours, lea, enfants):
        from tests.fabriques import creer_assure

        marc = creer_assure("Marc", "Lafitte", sexe="M")
        creer_enfant(marc, "Ana")
        parcours.deposer(personnes=["moi", *(e.public_id for e in enfants)])
        parcours.attendre(JEUDI)
        assert lignes(marc)[0] == "8 rue des Arènes"


class TestWhatAnAgentMustSee:
    def test_an_address_typed_by_hand_waits_for_an_agent_and_the_person_is_told(self, parcours, lea):
        demarche = parcours.deposer(A_LA_MAIN)
        assert [a["code"] for a in demarche.alertes] == ["non_normalisee"]
        assert "Un conseiller doit vérifier cette adresse." in parcours.messages[0]
        parcours.attendre(JEUDI)
        assert relire(demarche).etat == Etat.EN_COURS
        assert parcours.messages[-1].startswith("Votre changement d’adresse est en vérification")
        transitions.passer(demarche, "accepter", acteur="agent:A00007")
        assert lignes(lea) == ["7 rue des Camélias", "40100 DAX"]
        assert adresses.actuelle(lea).normalisee is False

    def test_abroad_always_waits_for_an_agent(self, parcours, lea):
        demarche = parcours.partir()
        assert [a["code"] for a in demarche.alertes] == ["etranger"]
        assert demarche.prevue_le == datetime(2026, 12, 14, 8, 12, tzinfo=UTC)
        assert "comptez 10 à 15 jours ouvrés" in parcours.messages[0]
        parcours.attendre(datetime(2026, 12, 20, tzinfo=UTC))
        assert relire(demarche).etat == Etat.DEPOSEE
        transitions.passer(demarche, "accepter", acteur="agent:A00007")
        nouvelle = adresses.actuelle(lea)
        assert (nouvelle.lignes, nouvelle.nom_du_pays) == (["Rua das Flores 3", "1200-192 LISBONNE"], "Portugal")
        assert Assure.objects.de(lea).get().caisse.code == "401"

    def test_a_vitale_card_on_order_is_shown_to_the_agent(self, parcours, lea):
        commande = besoins.teleservice(Besoin.COMMANDER_CARTE_VITALE)
        demarche = parcours.deposer()
        demarche.verrous.all().delete()
        Demarche.objects.de(lea).filter(pk=demarche.pk).update(teleservice=commande.code)
        suivante = parcours.deposer(BORDEAUX)
        assert [a["code"] for a in suivante.alertes] == ["carte_en_cours"]

    @pytest.mark.parametrize("ailleurs", [False, True])
    def test_what_is_to_come_by_post_is_told_before_sending_whatever_the_country(self, parcours, lea, ailleurs):
        envoyer(lea, "ceam", "")
        envoyer(lea, "commande-carte-vitale", "expedition")
        if ailleurs:
            parcours.jusqu_a_l_adresse(**AILLEURS)
            parcours.repondre("etranger", **LISBONNE)
        else:
            parcours.jusqu_a_l_adresse()
            parcours.choisir(DAX)
        page = parcours.lire("verification")
        assert "Carte européenne Elle n’est pas encore partie" in page
        assert "Carte Vitale Elle est déjà partie à votre ancienne adresse" in page

    def test_the_news_of_the_registration_says_where_each_envelope_goes(self, parcours, lea):
        envoyer(lea, "ceam", "")
        parcours.deposer()
        parcours.attendre(JEUDI)
        assert "Carte européenne : elle n’était pas encore partie. Nous l’envoyons à cette nouvelle adresse." in (
            parcours.messages[-1].replace("\u00a0", " ")
        )

    def test_before_and_after_stand_side_by_side(self, parcours, lea, enfants):
        demarche = parcours.deposer(BORDEAUX, personnes=["moi", enfants[0].public_id])
        apres, avant = "12 Rue des Acacias, 33100 Bordeaux", "8 rue des Arènes, 40100 DAX"
        attendue = [
            ("Adresse de Léa Duprat", avant, apres),
            ("Adresse de Zoé Duprat", avant, apres),
            ("Caisse", "CPAM des Landes", "CPAM de la Gironde"),
        ]
        assert celui_de("adresse").agents.comparaison(demarche) == attendue
        parcours.attendre(MERCREDI_SUIVANT)
        assert celui_de("adresse").agents.comparaison(relire(demarche)) == attendue

    def test_the_agents_page_of_the_demarche_opens(self, parcours, client):
        demarche = parcours.deposer(A_LA_MAIN)
        agent = creer_agent()
        page = connecter(client, agent.compte).get(reverse("admin:demarches_demarche_change", args=[demarche.pk]))
        assert "Adresse saisie à la main" in page.content.decode()


def test_a_lost_card_does_not_prevent_a_move(parcours, lea):
    lea.personne.cartes_vitale.all().delete()
    creer_carte(lea.personne, etat="PERDUE")
    assert parcours.deposer().reference
