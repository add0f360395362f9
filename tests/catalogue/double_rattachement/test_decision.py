"""From the piece to the second file: the match, the notice, a verdict for each child, two caisses; and what neither parent reads."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.dossier import foyer
from accounts.informations import cartes_vitale
from accounts.informations.securite import copie
from accounts.models import (
    Assure,
    Beneficiaire,
    CarteEuropeenne,
    CarteVitale,
    Fil,
    MedecinTraitant,
    Message,
    Opposition,
    Personne,
)
from ameli.noyau import horloge
from ameli.noyau.envois.models import Envoi
from ameli.noyau.journal import auteur
from demarches.catalogue.double_rattachement import droit as vie
from demarches.catalogue.double_rattachement.models import Rattachement
from demarches.models import Demarche, Etat
from demarches.moteur.models_attente import Attente
from documents.models import Piece
from tests.catalogue.double_rattachement.acteurs import Agent, Parent, identite, passer
from tests.fabriques import creer_agent, creer_assure, creer_caisse, creer_carte, creer_enfant, nir_d_essai
from tests.fabriques_fichiers import envoi, pdf
from tests.suivi.lettres import repondre

pytestmark = pytest.mark.django_db
CARTES = (CarteVitale.du_perimetre, CarteEuropeenne.objects)
DE_LEA = ("Léa", "Duprat", "Dr Secret", "Capbreton", "Mutuelle des Gaves")


@pytest.fixture
def lea() -> Parent:
    return Parent()


@pytest.fixture
def marc() -> Parent:
    """Of another caisse."""
    return Parent(
        "Marc", "Lafitte", sexe="M", date_naissance=date(1985, 3, 14), caisse=creer_caisse("331", "CPAM de la Gironde")
    )


@pytest.fixture
def zoe(lea):
    zoe = creer_enfant(lea.assure, "Zoé", date_naissance=date(2014, 9, 16))
    MedecinTraitant.objects.create(
        assure=lea.assure, personne=zoe.personne, nom="Dr Secret", commune="Capbreton", depuis=date(2020, 1, 1)
    )
    return zoe


@pytest.fixture
def tom(lea, zoe):
    return creer_enfant(lea.assure, "Tom", date_naissance=date(2026, 8, 20))


@pytest.fixture
def demarche(lea, marc, zoe, tom) -> Demarche:
    return lea.demander(identite(marc.assure), zoe, tom)


def de(assure: Assure) -> list[tuple[str, int, bool]]:
    presents = foyer.lire(assure, horloge.maintenant()).presents[1:]
    return [(un.personne.prenom, un.rang, un.rattachement.parent_referent) for un in presents]


def accepter(lea: Parent, demarche: Demarche, *enfants) -> str:
    Agent(lea).faire(demarche, "rapprocher")
    passer(11)
    return Agent(lea).accorder(demarche, *enfants)


class TestAvis:
    def test_nothing_is_sent_before_an_agent_has_matched_identity_number_and_filiation(self, lea, marc, demarche):
        assert not marc.messages
        page = Agent(lea).lire(demarche)
        assert "Identité concordante" in page and "Lafitte" in page and "livret.jpg" in page
        Agent(lea).faire(demarche, "rapprocher")
        (avis,) = marc.messages
        assert "Zoé et Tom" in avis and not [mot for mot in (*DE_LEA, demarche.reference) if mot in avis]
        assert lea.relire(demarche).etat == Etat.EN_COURS

    def test_a_mismatch_sends_nothing_and_the_refusal_says_no_more(self, lea, marc, zoe):
        demarche = lea.demander(identite(marc.assure, nom="Dupouy", prenom="Julie", naissance="01/01/1980"), zoe)
        agent = Agent(lea)
        agent.client.post(reverse("admin:demarches_demarche_prendre", args=[demarche.pk]))
        assert "Identité discordante" in agent.lire(
            demarche
        ) and "Identité, numéro et filiation concordent" not in agent.lire(demarche)
        assert "discordante" in agent.accorder(demarche, zoe) and lea.relire(demarche).etat == Etat.EN_COURS
        agent.faire(demarche, "refuser", motif="second")
        assert "Les informations sur le second parent ne correspondent pas." in lea.suivi(demarche)
        refus = lea.messages[-1]
        assert "ne correspondent pas" in refus and "à partir du" in refus and "Julie" not in refus and not marc.messages

    def test_a_typo_in_a_name_is_settled_by_the_agent_without_a_new_request(self, lea, marc, zoe):
        demarche = lea.demander(identite(marc.assure, nom="Lapeyre"), zoe)
        Agent(lea).faire(demarche, "rectifier_le_nom")
        accepter(lea, demarche, zoe)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE and de(marc.assure)[0][0] == "Zoé"

    def test_the_second_parent_answers_and_the_asker_reads_neither_the_question_nor_who_said_no(
        self, lea, marc, zoe, demarche
    ):
        Agent(lea).faire(demarche, "rapprocher")
        attente = Attente.objects.systeme("test").get(demarche=demarche, nom="avis")
        page = marc.page("demarches:tiers", attente.public_id)
        assert "Ce n’est pas prévu" in page and not [mot for mot in DE_LEA if mot in page.partition("<main")[2]]
        assert "bientôt sur votre carte" in marc.page("accueil")
        marc.client.post(reverse("demarches:tiers", args=[attente.public_id]), {"prevu": "non"})
        suivi = lea.suivi(demarche)
        assert "En cours d’examen" in suivi and "pas prévu" not in suivi and "Marc" not in lea.messages[-1]
        assert len(lea.messages) == 1, "the receipt alone"
        assert "Le second parent dit que ce n’est pas prévu" in Agent(lea).lire(demarche)

    def test_the_decision_waits_for_the_ten_days(self, lea, marc, zoe, tom, demarche):
        Agent(lea).faire(demarche, "rapprocher")
        assert "peut encore répondre" in Agent(lea).accorder(demarche, zoe, tom)
        assert not de(marc.assure)

    def test_without_an_account_a_letter_asks_and_a_no_is_read_by_the_agent_alone(self, lea, zoe, client):
        paul = creer_assure("Paul", "Sans", sexe="M")
        demarche = lea.demander(identite(paul), zoe)
        assert "Une lettre part au second parent" in Agent(lea).faire(demarche, "rapprocher")
        lettre = Envoi.objects.get(canal="LETTRE", gabarit="reponse_attendue")
        assert lettre.assure_ref == paul.public_id and not [mot for mot in (*DE_LEA, "Zoé") if mot in lettre.contenu]
        repondre(client, lettre, {"prevu": "non"})
        assert "Le second parent dit que ce n’est pas prévu" in Agent(lea).lire(demarche)
        suivi = lea.suivi(demarche)
        assert "En cours d’examen" in suivi and "pas prévu" not in suivi and len(lea.messages) == 1

    def test_without_an_account_the_decision_waits_for_the_post_too(self, lea, zoe):
        paul = creer_assure("Paul", "Sans", sexe="M")
        demarche = lea.demander(identite(paul), zoe)
        Agent(lea).faire(demarche, "rapprocher")
        passer(14)
        assert "peut encore répondre" in Agent(lea).accorder(demarche, zoe)
        passer(2)
        Agent(lea).accorder(demarche, zoe)
        assert [nom for nom, *_ in de(paul)] == ["Zoé"]

    def test_with_neither_account_nor_address_nothing_is_asked_and_the_agent_decides(self, lea, zoe):
        paul = creer_assure("Paul", "Sans", sexe="M")
        with auteur("systeme:test"):
            paul.adresses.all().delete()
        demarche = lea.demander(identite(paul), zoe)
        assert "ni compte ni adresse" in Agent(lea).faire(demarche, "rapprocher")
        Agent(lea).accorder(demarche, zoe)
        assert [nom for nom, *_ in de(paul)] == ["Zoé"]


class TestAcceptation:
    def test_the_children_stand_at_the_next_ranks_of_another_caisses_file(self, lea, marc, zoe, tom, demarche):
        accepter(lea, demarche, zoe, tom)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE
        assert de(marc.assure) == [("Zoé", 2, False), ("Tom", 3, False)] and de(lea.assure)[0] == ("Zoé", 2, True)
        assert all(un.droits_du == horloge.aujourdhui() for un in Beneficiaire.objects.de(marc.assure))
        assert Rattachement.objects.de(marc.assure).count() == 2
        assert "Zoé et Tom" in marc.messages[-1] and "Zoé et Tom" in lea.messages[-1]

    def test_who_asked_and_moves_to_another_caisse_meanwhile_is_answered_all_the_same(
        self, lea, marc, zoe, tom, demarche
    ):
        with auteur("systeme:test"):
            Assure.objects.de(lea.assure).update(caisse=creer_caisse("751", "CPAM de Paris"))
        accepter(lea, demarche, zoe, tom)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE
        assert de(marc.assure) == [("Zoé", 2, False), ("Tom", 3, False)] and "Zoé et Tom" in lea.messages[-1]

    def test_one_verdict_a_child_and_each_parent_reads_theirs(self, lea, marc, zoe, tom, demarche):
        Agent(lea).faire(demarche, "rapprocher")
        passer(11)
        Agent(lea).accorder(demarche, zoe, non=(tom,))
        assert [nom for nom, *_ in de(marc.assure)] == ["Zoé"]
        page = lea.suivi(demarche)
        assert "Acceptée en partie" in page and "ne montre pas que les deux parents" in page
        assert "Zoé" in marc.messages[-1] and "Tom" not in marc.messages[-1]

    def test_neither_parent_reads_anything_of_the_other(self, lea, marc, zoe, tom, demarche):
        accepter(lea, demarche, zoe, tom)
        for nom in (
            "informations:accueil",
            "accueil",
            "documents:attestation_droits",
            "paiements:liste",
            "demarches:suivi",
            "messagerie:liste",
        ):
            page = marc.page(nom)
            principal = page.partition("<main")[2]
            assert not [
                mot
                for mot in DE_LEA
                if mot in principal.replace("Zoé Duprat", "").replace("Tom Duprat", "").replace("DUPRAT", "")
            ], nom
        assert "Zoé" in marc.page("informations:accueil") and "Ce n’est pas prévu" in marc.page("informations:accueil")
        assert "Zoé" in marc.page("paiements:liste") and "Zoé" in marc.page("documents:attestation_droits")
        assert not [mot for mot in ("Marc", "Lafitte") if mot in lea.page("informations:accueil").partition("<main")[2]]
        assert all("Léa" not in un for un in marc.messages)
        le, perte = horloge.maintenant(), "D-2611-PERDUE"
        cartes_vitale.opposer(
            lea.assure, zoe.personne, carte=creer_carte(zoe.personne).public_id, motif=Opposition.Motif.PERTE, le=le,
            commander_avant=le + timedelta(days=30), cause=perte, acteur="systeme:essai",
        )  # fmt: skip
        for parent, lue in ((marc, False), (lea, True)):
            donnees = zipfile.ZipFile(io.BytesIO(copie.composer(parent.assure))).read("mes-donnees.json").decode()
            assert [(une in donnees) for une in (demarche.reference, perte)] == [lue, lue]

    def test_the_referent_moves_unless_the_new_one_objected(self, lea, marc, zoe, tom):
        demarche = lea.demander(identite(marc.assure), zoe, tom, referent="certains", seconds=(tom,))
        accepter(lea, demarche, zoe, tom)
        assert de(marc.assure) == [("Zoé", 2, False), ("Tom", 3, True)]
        assert {nom: referent for nom, _, referent in de(lea.assure)} == {"Zoé": True, "Tom": False}

    def test_one_who_objected_does_not_become_the_referent(self, lea, marc, zoe):
        demarche = lea.demander(identite(marc.assure), zoe, referent="second")
        Agent(lea).faire(demarche, "rapprocher")
        attente = Attente.objects.systeme("test").get(demarche=demarche, nom="avis")
        marc.client.post(reverse("demarches:tiers", args=[attente.public_id]), {"prevu": "non"})
        Agent(lea).accorder(demarche, zoe)
        assert de(marc.assure) == [("Zoé", 2, False)]

    @pytest.mark.parametrize("quoi", ["second parent", "enfant", "droits"])
    def test_a_death_or_rights_lost_meanwhile_hold_it_for_the_agent_and_nothing_is_said(self, lea, marc, zoe, quoi):
        demarche = lea.demander(identite(marc.assure), zoe)
        Agent(lea).faire(demarche, "rapprocher")
        passer(11)
        avant = len(lea.messages)
        with auteur("systeme:test"):
            qui = {"second parent": marc.assure.personne_id, "enfant": zoe.personne_id}.get(quoi)
            Personne.objects.filter(pk=qui).update(date_deces=horloge.aujourdhui())
            if quoi == "droits":
                Assure.objects.de(marc.assure).update(droits_au=horloge.aujourdhui() - timedelta(days=1))
        assert "Gardez la demande" in Agent(lea).accorder(demarche, zoe)
        assert lea.relire(demarche).ouverte and len(lea.messages) == avant and not Rattachement.objects.de(marc.assure)

    def test_somebody_of_another_scheme_waits_for_its_answer(self, lea, zoe):
        inconnu = {
            "nom": "Laborde",
            "prenom": "Jean",
            "naissance": "02/02/1980",
            "nir": nir_d_essai("M", date(1980, 2, 2)),
        }
        demarche = lea.demander(inconnu, zoe)
        assert "attendez l’accord de l’autre régime" in Agent(lea).accorder(demarche, zoe)
        Agent(lea).faire(demarche, "interroger")
        assert "4 à 6 semaines" in lea.messages[-1] and "autre régime attendue" in lea.suivi(demarche)
        assert lea.relire(demarche).etat == Etat.EN_COURS


class TestProtection:
    @pytest.mark.parametrize("cote", ["demandeur", "second"])
    def test_a_protected_file_on_either_side_is_held_for_a_trained_agent_and_nothing_is_sent(
        self, lea, marc, zoe, cote
    ):
        Assure.objects.systeme("test").filter(pk=(lea if cote == "demandeur" else marc).assure.pk).update(
            adresse_protegee=True
        )
        lea.assure.refresh_from_db()
        demarche = lea.demander(identite(marc.assure), zoe)
        assert "Demande reçue" in lea.suivi(demarche) and Agent(lea).lire(demarche) == ""
        forme = Agent(lea, forme=True)
        page = forme.lire(demarche)
        assert "est protégé" in page and "Identité, numéro et filiation concordent" not in page
        forme.accorder(demarche, zoe)
        assert lea.relire(demarche).etat == Etat.ACCEPTEE and not marc.messages


class TestApres:
    def test_not_planned_suspends_at_once_tells_both_caisses_and_not_the_asker(self, lea, marc, zoe, tom, demarche):
        accepter(lea, demarche, zoe, tom)
        droit, avant = Rattachement.objects.de(marc.assure).get(personne=zoe.personne), len(lea.messages)
        assert "quitte votre dossier" in marc.page("demarches:rattachement_pas_prevu", droit.public_id)
        marc.client.post(reverse("demarches:rattachement_pas_prevu", args=[droit.public_id]))
        assert [nom for nom, *_ in de(marc.assure)] == ["Tom"]
        assert Fil.objects.de(marc.assure).filter(reponse_prevue_le__isnull=False).count() == 1, (
            "his caisse must answer"
        )
        assert "Le rattachement est suspendu" in Agent(lea).lire(demarche)
        suivi = lea.suivi(demarche)
        assert "En cours d’examen" in suivi and "pas prévu" not in suivi and len(lea.messages) == avant
        liste, accueil = reverse("admin:demarches_demarche_changelist"), reverse("admin:index")
        agent = Agent(lea)
        assert "Démarches closes à revoir" in agent.client.get(accueil).content.decode()
        assert demarche.reference in agent.client.get(liste).content.decode()
        agent.faire(demarche, "reprendre_le_rattachement")
        assert [nom for nom, *_ in de(marc.assure)] == ["Zoé", "Tom"]
        assert demarche.reference not in agent.client.get(liste).content.decode()
        assert "Démarches closes à revoir" not in agent.client.get(accueil).content.decode()

    def test_nobody_else_says_so(self, lea, marc, zoe, tom, demarche):
        accepter(lea, demarche, zoe, tom)
        droit = Rattachement.objects.de(marc.assure).first()
        assert lea.client.get(reverse("demarches:rattachement_pas_prevu", args=[droit.public_id])).status_code == 404

    def test_the_end_is_asked_for_and_decided_by_a_human_with_effect_at_once(self, lea, marc, zoe, tom, demarche):
        accepter(lea, demarche, zoe, tom)
        lea.page("demarches:detail", demarche.reference)
        adresse = reverse("demarches:geste", args=[demarche.reference, "demander_la_fin"])
        vu = lea.client.get(adresse).content.decode().partition('name="vu" value="')[2].partition('"')[0]
        lea.client.post(adresse, {"vu": vu, "motif": "jugement", "fichiers": envoi("jugement.pdf", pdf())})
        (jugement,) = Piece.objects.de(lea.assure).filter(objet=demarche.objet, libelle="Le jugement")
        assert not jugement.scelle and jugement.caisse == demarche.caisse
        assert len(de(marc.assure)) == 2, "nothing changes before a human has looked"
        assert Fil.objects.de(lea.assure).filter(reponse_prevue_le__isnull=False).count() == 1
        assert "demande la fin du rattachement : un jugement" in Agent(lea).lire(demarche)
        avant = len(marc.messages)
        Agent(lea).faire(demarche, "mettre_fin")
        assert not de(marc.assure) and len(de(lea.assure)) == 2
        (dit,) = marc.messages[avant:]
        assert "Zoé et Tom ne sont plus sur votre carte Vitale" in dit

    def test_after_a_protection_order_the_end_sends_nothing_to_the_other_parent_but_the_update_of_the_card(
        self, lea, marc, zoe, tom, demarche
    ):
        accepter(lea, demarche, zoe, tom)
        Assure.objects.systeme("test").filter(pk=lea.assure.pk).update(adresse_protegee=True)
        avant = len(marc.messages)
        Agent(lea, forme=True).faire(demarche, "mettre_fin")
        assert not de(marc.assure)
        (dit,) = marc.messages[avant:]
        assert "Mettez votre carte Vitale à jour" in dit and "Zoé" not in dit and "plus sur" not in dit

    def test_a_child_who_has_died_is_named_to_nobody(self, lea, marc, zoe, tom, demarche):
        with auteur("systeme:test"):
            Personne.objects.filter(pk=tom.personne_id).update(date_deces=horloge.aujourdhui())
        Agent(lea).faire(demarche, "rapprocher")
        assert "que Zoé soit aussi" in marc.messages[-1] and "Tom" not in marc.messages[-1]
        passer(11)
        Agent(lea).accorder(demarche, zoe, non=(tom,))
        with auteur("systeme:test"):
            Personne.objects.filter(pk=zoe.personne_id).update(date_deces=horloge.aujourdhui())
        rattachement = Rattachement.objects.de(marc.assure).get()
        rattachement.motif = "terme"
        vie.a_la_fin(rattachement, horloge.maintenant())
        assert not [un for un in Envoi.objects.filter(canal=Envoi.Canal.LETTRE) if "a 18 ans demain" in un.contenu]
        assert not [un for un in (*lea.messages, *marc.messages) if "majorité" in un]

    @pytest.mark.parametrize("issue", ["end", "suspension"])
    def test_who_left_a_file_is_reached_from_it_no_more_by_him_nor_by_his_caisse(
        self, lea, marc, zoe, tom, demarche, issue
    ):
        accepter(lea, demarche, zoe, tom)
        creer_carte(zoe.personne)
        le = horloge.maintenant()
        europeenne = CarteEuropeenne.objects.create(
            personne=zoe.personne, demandee_par=lea.assure, numero="80250999401000000001", motif="PREMIERE", demandee_le=le,
            etat_depuis=le, etat=CarteEuropeenne.Etat.ACTIVE, debut=le.date(), fin=le.date() + timedelta(days=300),
        )  # fmt: skip
        gironde, image = (
            creer_agent(marc.assure.caisse),
            reverse("documents:carte_europeenne", args=[europeenne.public_id]),
        )

        def vues(assure: Assure) -> list[bool]:
            return [un.de(assure).filter(personne=zoe.personne).exists() for un in CARTES]

        def agents() -> list[bool]:
            return [un.pour_agent(gironde).filter(personne=zoe.personne).exists() for un in CARTES]

        assert vues(marc.assure) == vues(lea.assure) == [True] * 2 and agents() == [True] * 2
        assert marc.client.get(image).status_code == 200
        if issue == "end":
            for enfant in Rattachement.objects.de(marc.assure):
                vie.finir(enfant, acteur="systeme:essai", le=le)
        else:
            vie.suspendre(
                Rattachement.objects.de(marc.assure).get(personne=zoe.personne), acteur="systeme:essai", le=le
            )
        assert vues(marc.assure) == [False] * 2 and agents() == [False] * 2
        assert vues(lea.assure) == [True] * 2
        marc.page("informations:accueil")
        assert marc.client.get(image).status_code == 404

    def test_somebody_whose_rights_are_over_and_who_stands_nowhere_else_is_still_reached(self, lea, zoe):
        creer_carte(zoe.personne)
        hier, siennes = horloge.aujourdhui() - timedelta(days=1), CarteVitale.du_perimetre.de(lea.assure)
        with auteur("systeme:essai"):
            Beneficiaire.objects.de(lea.assure).filter(pk=zoe.pk).update(droits_au=hier)
        assert siennes.filter(personne=zoe.personne).exists()
        Assure.objects.create(personne=zoe.personne, caisse=lea.assure.caisse, droits_du=hier)
        assert not siennes.filter(personne=zoe.personne).exists()

    def test_at_eighteen_both_attachments_end_with_a_letter_to_each(self, lea, marc):
        grand = creer_enfant(lea.assure, "Basile", date_naissance=_dans(15, 11))
        demarche = lea.demander(identite(marc.assure), grand)
        accepter(lea, demarche, grand)
        passer(800)
        assert de(marc.assure) == [] == de(lea.assure)
        assert Rattachement.objects.de(marc.assure).get().motif == "terme"
        lettres = [un for un in Envoi.objects.filter(canal=Envoi.Canal.LETTRE) if "a 18 ans demain" in un.contenu]
        assert len(lettres) == 2 and "majorité" in marc.messages[-1]

    def test_decomptes_for_the_other_parents_mutuelle_are_one_button_away(self, lea, marc, zoe, tom, demarche):
        accepter(lea, demarche, zoe, tom)
        lien = f"{reverse('paiements:export')}?qui=2"
        assert lien in marc.page("informations:accueil")
        assert marc.client.get(lien)["Content-Type"].startswith("text/csv")


def _dans(annees: int, mois: int) -> date:
    jour = horloge.aujourdhui()
    total = jour.year * 12 + jour.month - 1 - annees * 12 - mois
    return date(total // 12, total % 12 + 1, min(jour.day, 28))


def test_no_message_of_either_file_names_the_other_parent(lea, marc, zoe, tom, demarche):
    accepter(lea, demarche, zoe, tom)
    for assure, autre in ((lea.assure, "Lafitte"), (marc.assure, "Léa")):
        for message in Message.objects.de(assure):
            assert autre not in message.corps
    envois = Envoi.objects.filter(assure_ref=marc.assure.public_id)
    assert envois and not [un for un in envois if "Léa" in un.contenu]
