"""Somebody of the foyer whom nobody recognises: an agent says who they are, the person is asked or told, the right opens for them too."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dossier import c2s, c2s_lue
from accounts.models import AccordC2S, Assure, ConsentementRevenus, DroitC2S, LiaisonComplementaire, Message
from ameli.noyau import horloge
from demarches.catalogue.c2s import guichet, reconnaissance
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.models import DemandeC2S, PersonneDemandee
from demarches.models import Attente, Demarche, Etat
from demarches.moteur import registre
from tests.catalogue.c2s.salle import Demandeur, accorder, passer, recevoir, refuser
from tests.fabriques import (
    connecter,
    creer_agent,
    creer_assure,
    creer_caisse,
    creer_compte,
    creer_enfant,
    dire_la_raison,
)

pytestmark = pytest.mark.django_db
TOM = {"prenoms": "Tom", "nir": ""}


@pytest.fixture
def lea() -> Demandeur:
    return Demandeur()


@pytest.fixture
def tom(lea):
    return creer_enfant(lea.assure, "Tom", date_naissance=date(2016, 3, 2)).personne


def formulaire(demarche: Demarche, **dit: str) -> reconnaissance.Reconnaissance:
    (geste,) = (un for un in registre.celui_de("c2s").gestes if un.nom == "reconnaitre")
    saisie = {"qui": place(demarche), "reponse": "trouvee", **dit}
    rempli = geste.remplir(relire(demarche), horloge.maintenant(), saisie)
    assert isinstance(rempli, reconnaissance.Reconnaissance)
    return rempli


def relire(demarche: Demarche) -> Demarche:
    return Demarche.objects.systeme("test").get(pk=demarche.pk)


def place(demarche: Demarche) -> str:
    return Lue(relire(demarche)).presents[-1].cle


def reconnaitre(demarche: Demarche, nir: str) -> str:
    rempli = formulaire(demarche, nir=nir)
    assert rempli.is_valid(), rempli.errors
    return reconnaissance.dire_qui(relire(demarche), "agent:1", rempli.cleaned_data, horloge.maintenant())


def demander(demarche: Demarche) -> Attente:
    reconnaissance.demander_le_numero(demarche, "agent:1", {"qui": place(demarche)}, horloge.maintenant())
    return Attente.objects.de(demarche.assure).get(nom="numero")


def repondre(qui: Demandeur, attente: Attente, **saisie: str) -> Demarche:
    client = connecter(Client(), qui.compte)
    adresse = reverse("demarches:repondre", args=[attente.demarche.reference, attente.public_id])
    assert client.post(adresse, saisie).status_code == 302
    return relire(attente.demarche)


def accorder_gratuite(lea: Demandeur, demarche: Demarche) -> Demarche:
    recevoir(demarche, "moi", salaire=300)
    return accorder(relire(demarche))


def solidaires(assure: Assure) -> list[tuple[int, date]]:
    siennes = LiaisonComplementaire.objects.de(assure).filter(nature__in=c2s.SOLIDAIRES)
    return sorted((une.couvre, une.du) for une in siennes)


class TestAgent:
    def test_a_person_typed_without_a_number_is_covered_once_an_agent_has_said_who_they_are(self, lea, tom):
        demarche = lea.demander(TOM, connus={})
        assert "À identifier" in dict(guichet.connu(demarche))
        assert reconnaitre(demarche, tom.nir) == "Tom est reconnu(e)."
        assert "À identifier" not in dict(guichet.connu(relire(demarche)))
        accorder_gratuite(lea, demarche)
        assert {un.personne_id for un in c2s_lue.membres_de(AccordC2S.objects.de(lea.assure).get())} == {
            lea.assure.personne_id, tom.pk,
        }  # fmt: skip

    def test_a_slip_in_the_name_or_in_the_birth_is_accepted_and_neither_of_both_is_refused_as_an_unknown_number_is(
        self, lea, tom
    ):
        autre = creer_enfant(lea.assure, "Zoé", date_naissance=date(2014, 9, 16)).personne
        faute = lea.demander({**TOM, "naissance": date(2016, 2, 3)}, connus={})
        assert formulaire(faute, nir=tom.nir).is_valid()
        fautes = [formulaire(faute, nir=nir).errors["nir"] for nir in (autre.nir, "1920640999123")]
        assert fautes[0] == fautes[1] == [reconnaissance.PAS_ELLE]
        assert not formulaire(faute, nir="").is_valid()

    def test_nobody_is_recognised_twice_in_one_foyer(self, lea, tom):
        demarche = lea.demander({**TOM, "naissance": date(2016, 2, 3)}, connus={"concernes": [tom.public_id]})
        assert formulaire(demarche, nir=tom.nir).errors["nir"] == [reconnaissance.DEJA_LA]

    def test_who_cannot_be_recognised_counts_in_the_foyer_and_has_no_right(self, lea):
        demarche = lea.demander(TOM)
        rempli = formulaire(demarche, reponse="impossible", nir="")
        assert rempli.is_valid()
        reconnaissance.dire_qui(relire(demarche), "agent:1", rempli.cleaned_data, horloge.maintenant())
        demarche = accorder_gratuite(lea, demarche)
        assert Lue(demarche).calcul().personnes == 2 and not reconnaissance.possible(demarche, horloge.maintenant())
        assert "Le droit ne peut pas s’ouvrir pour cette personne" in lea.suivi(demarche)
        assert "pas encore ouvert" not in lea.dernier

    def test_an_adult_recognised_late_may_object_and_reads_their_own_amounts(self, lea):
        samir = creer_assure("Samir", "Lafitte", sexe="M", date_naissance=date(1985, 5, 12))
        creer_compte(samir)
        dit = {"lien": "CONJOINT", "nom": "Lafitte", "prenoms": "Samir", "naissance": date(1985, 5, 12)}
        demarche = lea.demander(dit, situation={"familiale": "MARIE"})
        assert not Message.objects.de(samir).exists()
        reconnaitre(demarche, samir.personne.nir)
        assert Message.objects.de(samir).count() == 1
        consenti = ConsentementRevenus.objects.systeme("test").get(cause=demarche.reference, place=place(demarche))
        assert consenti.personne == samir.personne

    def test_the_number_said_by_an_agent_shows_the_same_person_in_another_open_request(self, lea, tom):
        marc = Demandeur(creer_assure("Marc", "Lafitte", sexe="M"))
        autre = marc.demander({"prenoms": "Tom", "nom": "Lafitte", "nir": tom.nir})
        demarche = lea.demander(TOM, connus={})
        assert "Aussi dans" not in dict(guichet.connu(demarche))
        reconnaitre(demarche, tom.nir)
        assert autre.reference in dict(guichet.connu(relire(demarche)))["Aussi dans"]
        assert PersonneDemandee.objects.systeme("test").filter(demarche=demarche, place=place(demarche)).count() == 2

    def test_an_agent_of_another_caisse_does_not_reach_the_gesture(self, lea):
        demarche = lea.demander(TOM)
        adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, "reconnaitre"])
        voisin = connecter(Client(), creer_agent(creer_caisse("331", "CPAM de la Gironde")).compte)
        assert voisin.get(adresse).status_code == 404
        agent = connecter(Client(), creer_agent(demarche.caisse).compte)
        dire_la_raison(agent, lea.assure)
        assert "Tom Duprat" in agent.get(adresse).content.decode()


class TestApresLAccord:
    def test_agents_are_told_the_person_reads_who_waits_and_the_right_opens_from_its_first_day(self, lea, tom):
        demarche = accorder_gratuite(lea, lea.demander(TOM, connus={}))
        droit = DroitC2S.objects.de(lea.assure).get()
        assert [une["code"] for une in relire(demarche).alertes] == ["a_reconnaitre"]
        assert "Le droit n’est pas encore ouvert pour" in lea.dernier or any(
            "pas encore ouvert" in un.corps for un in Message.objects.de(lea.assure)
        )
        assert "Un conseiller cherche son dossier" in lea.suivi(demarche)
        passer(40)
        reconnaitre(demarche, tom.nir)
        assert solidaires(lea.assure) == sorted([(lea.assure.personne_id, droit.du), (tom.pk, droit.du)])
        assert lea.messages[-1] == "Une personne de plus est couverte" and "Tom a aussi" in lea.dernier
        assert "Un conseiller cherche" not in lea.suivi(demarche)

    def test_with_a_participation_the_months_to_come_cost_more_and_those_taken_do_not(self, lea, tom):
        demarche = lea.demander(TOM, connus={})
        recevoir(demarche, "moi", salaire=1500)
        demarche = accorder(relire(demarche))
        accord = AccordC2S.objects.de(lea.assure).get()
        reconnaitre(demarche, tom.nir)
        assert {un.mensualite for un in c2s_lue.membres_de(accord)} == {14, 8}
        assert "22,00" in lea.dernier and "après votre adhésion" in lea.dernier
        assert not solidaires(lea.assure)

    def test_a_child_who_is_only_in_the_file_of_the_other_parent_of_the_foyer_is_covered_there(self, lea):
        samir = creer_assure("Samir", "Lafitte", sexe="M", date_naissance=date(1985, 5, 12))
        ines = creer_enfant(samir, "Inès", date_naissance=date(2019, 4, 2)).personne
        parent = {
            "lien": "CONJOINT", "nom": "Lafitte", "prenoms": "Samir", "naissance": date(1985, 5, 12), "nir": samir.personne.nir,
        }  # fmt: skip
        enfant = {"nom": ines.nom_naissance, "prenoms": "Inès", "naissance": date(2019, 4, 2), "nir": ines.nir}
        accorder_gratuite(lea, lea.demander(parent, enfant, situation={"familiale": "MARIE"}))
        assert [pk for pk, _ in solidaires(samir)] == sorted([samir.personne_id, ines.pk])

    def test_nothing_opens_for_a_right_that_is_over_nor_after_a_refusal(self, lea, tom):
        demarche = accorder_gratuite(lea, lea.demander(TOM, connus={}))
        c2s.clore(DroitC2S.objects.de(lea.assure).get(), acteur="agent:1", le=horloge.maintenant(), motif="renonce")
        avant = solidaires(lea.assure)
        reconnaitre(demarche, tom.nir)
        assert solidaires(lea.assure) == avant
        refusee = refuser(Demandeur().demander({**TOM, "prenoms": "Ali"}))
        assert not reconnaissance.possible(refusee, horloge.maintenant())


class TestPersonne:
    def test_before_the_decision_what_is_read_does_not_depend_on_the_registry(self, lea, tom):
        connue = lea.demander({"prenoms": "Tom", "nir": tom.nir}, connus={})
        inconnue = Demandeur().demander({"prenoms": "Tom", "nir": "1160340999123"})
        assert reconnaissance.a_dire(connue) == reconnaissance.a_dire(inconnue) == []
        sans = Demandeur().demander(TOM)
        assert reconnaissance.a_dire(sans) == [("Tom", reconnaissance.CHERCHEE)]

    def test_the_number_is_asked_without_stopping_the_request_and_its_answer_is_enough(self, lea, tom):
        demarche = lea.demander(TOM, connus={})
        attente = demander(demarche)
        assert relire(demarche).etat == Etat.DEPOSEE and "Nous attendons son numéro" in lea.suivi(demarche)
        assert not reconnaissance.demandable(relire(demarche), horloge.maintenant())
        repondre(lea, attente, nir=tom.nir)
        assert DemandeC2S.objects.de(lea.assure).get().reconnues == {attente.place: tom.public_id}

    @pytest.mark.parametrize("saisie", [{"inconnu": "on"}, {"nir": "1920640999123"}])
    def test_an_answer_that_is_not_enough_comes_back_to_an_agent_and_says_nothing_else(self, lea, saisie):
        demarche = repondre(lea, demander(lea.demander(TOM)), **saisie)
        assert [une["code"] for une in demarche.alertes] == ["a_reconnaitre"]
        assert reconnaissance.possible(demarche, horloge.maintenant())

    def test_neither_a_number_nor_a_tick_is_no_answer(self, lea):
        attente = demander(lea.demander(TOM))
        client = connecter(Client(), lea.compte)
        adresse = reverse("demarches:repondre", args=[attente.demarche.reference, attente.public_id])
        assert "cochez" in client.post(adresse, {}).content.decode()
