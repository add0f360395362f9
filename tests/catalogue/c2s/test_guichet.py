"""What agents see and decide: incomes by organism and month, what is missing, the same person in two open requests."""

from __future__ import annotations

import re
import threading
from datetime import date

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.models import ConsentementRevenus
from demarches.catalogue.c2s import guichet
from demarches.catalogue.c2s.decision import Decision
from demarches.models import Brouillon, Etat
from demarches.moteur import depot
from tests.catalogue.c2s.salle import Demandeur, accorder, recevoir
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, creer_enfant, dire_la_raison
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea() -> Demandeur:
    return Demandeur()


def dits(demarche) -> dict[str, str]:
    return {libelle: texte.replace("\xa0", " ").replace("\u202f", " ") for libelle, texte in guichet.connu(demarche)}


@pytest.mark.ce_lundi("the three months that count are those of the pension")
def test_incomes_are_read_by_person_organism_and_month_beside_what_was_declared(lea):
    pension = {
        "qui": "moi",
        "nature": "pension_alimentaire",
        "montant": "150",
        "frequence": "MOIS",
        "du": "01/01/2026",
        "au": "31/03/2026",
    }
    demarche = lea.demander(revenus_=(pension,))
    recevoir(demarche, "moi", chomage=980)
    lignes = {
        libelle.replace("\xa0", " "): (mois.replace("\xa0", " "), total)
        for libelle, mois, total in guichet.comparaison(demarche)
    }
    assert lignes["Léa, Organisme : Allocation de chômage"][0] == "980,00 € chaque mois"
    assert "janvier 2026 : 150,00 €" in lignes["Léa, Déclaré par la personne : Pension alimentaire reçue"][0]
    assert dits(demarche)["Ressources (R)"] == "12 210,00 €"


def test_what_an_organism_has_not_said_is_seen_with_its_reason(lea):
    demarche = lea.demander()
    ConsentementRevenus.objects.systeme("test").filter(cause=demarche.reference).update(etat="LENT")
    assert dits(demarche)["Manque : Léa".replace(" :", "\xa0:")] == "service trop lent."


def test_a_child_in_two_open_requests_is_seen_by_agents_and_told_to_nobody(lea):
    enfant = creer_enfant(lea.assure, "Tom", date_naissance=date(2016, 3, 2))
    marc = Demandeur()
    premiere = lea.demander(connus={"concernes": lea._publics()})
    seconde = marc.demander({"prenoms": "Tom", "nir": enfant.personne.nir})
    assert premiere.reference in dits(seconde)["Aussi dans"] and seconde.reference in dits(premiere)["Aussi dans"]
    for qui, sienne, autre in ((lea, premiere, seconde), (marc, seconde, premiere)):
        assert autre.reference not in qui.suivi(sienne) and len(qui.messages) == 1
    accorder(premiere)
    assert "Aussi dans" not in dits(seconde)


def test_another_caisse_is_named_and_not_the_request(lea):
    gironde = Demandeur(caisse=creer_caisse("331", "CPAM de la Gironde"))
    seconde = gironde.demander({"prenoms": "Tom", "nir": ""})
    premiere = lea.demander({"prenoms": "Tom", "nir": ""})
    assert (
        "CPAM de la Gironde" in dits(premiere)["Aussi dans"] and seconde.reference not in dits(premiere)["Aussi dans"]
    )


def test_the_form_of_the_decision_is_filled_by_the_calculation_and_refuses_what_is_above(lea):
    demarche = lea.demander()
    recevoir(demarche, "moi", salaire=1000)
    propose = Decision(demarche=demarche).initial
    assert (propose["issue"], propose["ressources"], propose["personnes"], propose["plafond"]) == (
        "participation",
        12000,
        1,
        14069,
    )
    trop = Decision(
        {"issue": "gratuite", "ressources": "12000", "personnes": "1", "plafond": "10421"}, demarche=demarche
    )
    assert not trop.is_valid() and "ressources" in trop.errors


def test_who_is_not_in_the_registry_waits_for_an_agent(lea):
    assert "Tom" in dits(lea.demander({}))["À identifier"]


def test_an_agent_reads_the_incomes_of_a_file_of_the_queue_and_grants_it(lea):
    demarche = lea.demander()
    recevoir(demarche, "moi", salaire=500)
    client = connecter(Client(), creer_agent(demarche.caisse).compte)
    dire_la_raison(client, lea.assure)
    page = client.get(reverse("admin:demarches_demarche_change", args=[demarche.pk])).content.decode()
    assert "Mois par mois" in page and "500,00\xa0€ chaque mois" in page
    accepter = reverse("admin:demarches_demarche_accepter", args=[demarche.pk])
    formulaire = client.get(accepter).content.decode()
    assert "Le droit accordé" in formulaire and 'value="6000,00"' in formulaire
    vu = re.search(r'name="vu" value="([^"]*)"', formulaire)[1]
    saisie = {"issue": "gratuite", "ressources": "6000", "personnes": "1", "plafond": "10421"}
    client.post(accepter, {"vu": vu, **{f"decision-{nom}": valeur for nom, valeur in saisie.items()}})
    assert lea.relire(demarche).etat == Etat.ACCEPTEE


def test_the_follow_up_costs_its_queries_and_no_more(lea):
    demarche = lea.demander()
    lea.suivi(demarche)
    with requetes() as faites:
        lea.client.get(reverse("demarches:detail", args=[demarche.reference]))
    assert len(faites) == 11  # one of them for what this room may ask without stopping the clocks


@pytest.mark.django_db(transaction=True)
def test_two_households_with_the_same_child_sent_at_the_same_second_are_two_requests_that_agents_see_together():
    lea, marc = Demandeur(), Demandeur(creer_assure("Marc", "Lafitte", sexe="M"))
    tom = {"prenoms": "Tom", "nom": "Duprat", "naissance": date(2016, 3, 2)}
    for un in (lea, marc):
        un.preparer(tom)
    depart, envoyees = threading.Barrier(2), {}

    def envoyer(un: Demandeur, brouillon: Brouillon) -> None:
        depart.wait()
        try:
            envoyees[un] = depot.deposer(brouillon)
        finally:
            connections.close_all()

    fils = [threading.Thread(target=envoyer, args=(un, un.brouillon)) for un in (lea, marc)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert {demarche.assure_id for demarche in envoyees.values()} == {lea.assure.pk, marc.assure.pk}
    for un, autre in ((lea, marc), (marc, lea)):
        assert envoyees[autre].reference in dits(envoyees[un])["Aussi dans"]
        assert envoyees[autre].reference not in un.suivi(envoyees[un])
