"""The caisse proposes: told, found on home and at the start, accepted with the same screens filled in, or not followed up (chapter 18)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.horloge import maintenant
from ameli.noyau.models import Entree
from demarches.catalogue.pension_invalidite import proposition
from demarches.models import Demarche, Invitation
from demarches.moteur import invitations, transitions
from tests.catalogue.iban.parcours import texte_de
from tests.catalogue.pension_invalidite.acteurs import CODE, accorder, agent, donner_l_avis
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, creer_compte

CONNU = {"situation": "SALARIEE", "arret": "2026-02-12", "employeur": "Scierie des Landes"}
PROPOSER = "admin:demarches_propositiondepension_proposer"
LISTE = "admin:demarches_propositiondepension_changelist"
DECLINER = "demarches:pension_decliner"


@pytest.fixture
def proposee(demandeur):
    assert proposition.proposer(demandeur.assure, CONNU, acteur="agent:MEDECIN-01", le=maintenant()) == ""
    return Invitation.objects.de(demandeur.assure).get()


def accueil(demandeur) -> str:
    return texte_de(demandeur.client.get(reverse("accueil")))


def relue(invitation: Invitation) -> Invitation:
    return Invitation.objects.systeme("test").get(pk=invitation.pk)


def plus_tard(jours: int) -> None:
    horloge.regler_decalage(timedelta(days=jours))
    balayer()
    balayer()


# Who proposes


@pytest.fixture
def docteur(demandeur):
    return connecter(Client(), agent(demandeur.assure, "medical").compte)


def saisie(assure, **champs):
    return {
        "nir": assure.personne.nir_complet,
        "situation": "SALARIEE",
        "arret": "12/02/2026",
        "employeur": "",
        **champs,
    }


def test_the_medical_service_proposes_and_reads_what_became_of_it(demandeur, docteur):
    assert "Proposer une pension" in texte_de(docteur.get(reverse(LISTE)))
    fait = texte_de(docteur.post(reverse(PROPOSER), saisie(demandeur.assure), follow=True))
    assert "La personne en est prévenue" in fait and "attendue" in fait and str(demandeur.assure.personne) in fait
    assert "au plus tard le 28 janvier 2027" in demandeur.messages()[-1]
    assert "?o=" in docteur.get(reverse(LISTE)).content.decode(), (
        "a list that slides on a phone is reached by the keyboard"
    )
    entree = Entree.objects.get(genre=invitations.PROPOSEE)
    assert entree.assure_ref == demandeur.assure.public_id
    demandeur.client.post(reverse(DECLINER))
    assert "sans suite" in texte_de(docteur.get(reverse(LISTE)))


@pytest.mark.parametrize(
    ("champs", "faute"),
    [
        ({"nir": ""}, "numéro"),
        ({"situation": ""}, "Choisissez une situation"),
        ({"arret": ""}, "Écrivez le jour où l’arrêt a commencé"),
        ({"nir": "inconnu"}, "ne correspond"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_proposed(demandeur, docteur, champs, faute):
    if champs.get("nir") == "inconnu":
        ailleurs = creer_assure("Zoé", "Autre", caisse=creer_caisse("331", "CPAM de la Gironde"))
        champs = {"nir": ailleurs.personne.nir_complet}
    page = texte_de(docteur.post(reverse(PROPOSER), saisie(demandeur.assure, **champs)))
    assert faute in page and not Invitation.objects.systeme("test").exists()


def test_nobody_else_may_propose(demandeur):
    autre = connecter(Client(), creer_agent(demandeur.assure.caisse, superviseur=False).compte)
    assert "Proposer une pension" not in texte_de(autre.get(reverse(LISTE)))
    assert (
        autre.get(reverse(PROPOSER)).status_code
        == autre.post(reverse(PROPOSER), saisie(demandeur.assure)).status_code
        == 403
    )
    assert not Invitation.objects.systeme("test").exists()


def test_it_is_proposed_once_and_never_to_who_asked_or_has_one(demandeur, docteur, proposee):
    assert "attend déjà la réponse" in texte_de(docteur.post(reverse(PROPOSER), saisie(demandeur.assure)))
    demarche = demandeur.demander()
    assert "à l’étude" in texte_de(docteur.post(reverse(PROPOSER), saisie(demandeur.assure)))
    donner_l_avis(demarche)
    accorder(demarche)
    assert "déjà une pension" in texte_de(docteur.post(reverse(PROPOSER), saisie(demandeur.assure)))


# Accepted


def test_the_person_finds_it_on_home_and_at_the_start_with_its_two_answers(demandeur, proposee):
    maison = accueil(demandeur)
    assert proposition.LIBELLE in maison and "Répondre" in maison and "pension" not in maison, "home is seen by others"
    depart = demandeur.depart()
    assert "Votre caisse vous propose une pension d’invalidité" in depart and "28 janvier 2027" in depart
    assert "Refuser de donner suite" in depart and "Je démarre ma demande" in depart


def test_to_accept_is_to_go_through_the_same_screens_which_are_filled_in_and_confirmed(demandeur, proposee):
    demandeur.commencer()
    demandeur.dire("informations")
    situation = demandeur.client.get(demandeur.adresse("situation")).content.decode()
    assert "checked" in situation.partition('value="SALARIEE"')[2].partition(">")[0]
    demandeur.dire("situation")
    page = demandeur.client.get(demandeur.adresse("salariee")).content.decode()
    assert 'value="12/02/2026"' in page and 'value="Scierie des Landes"' in page
    for etape in ("salariee", "controle", "avis"):
        assert demandeur.dire(etape).redirect_chain, etape
    demandeur.valider()
    repondue = relue(proposee)
    assert (repondue.issue, repondue.demarche) == (Invitation.Issue.REPONDUE, demandeur.demarche)
    assert proposition.LIBELLE not in accueil(demandeur)


def test_who_is_proposed_nothing_begins_with_empty_screens(demandeur):
    assert "Refuser de donner suite" not in demandeur.depart()
    demandeur.aller("salariee")
    page = demandeur.client.get(demandeur.adresse("salariee")).content.decode()
    assert "Scierie" not in page and "12/02/2026" not in page.replace("Par exemple\u00a0: 12/02/2026", "")


def test_what_the_person_answers_holds_over_what_was_proposed(demandeur, proposee):
    demandeur.commencer()
    demandeur.dire("informations")
    demandeur.dire("situation", situation="AUTRE")
    situation = demandeur.client.get(demandeur.adresse("situation")).content.decode()
    assert "checked" in situation.partition('value="AUTRE"')[2].partition(">")[0]


# Not followed up


def test_to_refuse_is_asked_once_more_then_told_and_changes_nothing_else(demandeur, proposee):
    page = texte_de(demandeur.client.get(reverse(DECLINER)))
    assert "Refuser de donner suite ?" in page and relue(proposee).close_le is None, "a look changes nothing"
    dit = texte_de(demandeur.client.post(reverse(DECLINER), follow=True))
    assert "Rien ne change pour vous" in dit and proposition.LIBELLE not in accueil(demandeur)
    assert relue(proposee).issue == Invitation.Issue.DECLINEE
    assert "Vous pouvez toujours faire la demande vous-même" in demandeur.messages()[-1]
    assert Entree.objects.filter(genre=invitations.DECLINEE, acteur=demandeur.assure.compte.acteur).count() == 1
    assert "Je démarre ma demande" in demandeur.depart() and "Refuser de donner suite" not in demandeur.depart()
    for encore in (demandeur.client.post, demandeur.client.get):
        assert "n’attend pas de réponse" in texte_de(encore(reverse(DECLINER), follow=True))
    assert len(demandeur.messages()) == 2


def test_another_person_declines_nothing_for_them(demandeur, proposee):
    autre = creer_assure("Zoé", "Autre")
    creer_compte(autre)
    connecter(Client(), autre.compte).post(reverse(DECLINER))
    assert relue(proposee).close_le is None
    assert connecter(Client(), agent(demandeur.assure).compte).post(reverse(DECLINER)).status_code == 404


# Time


def test_it_is_asked_again_after_a_month_and_no_more_after_sixty_days(demandeur, proposee):
    plus_tard(31)
    assert "Vous n’avez pas encore répondu" in demandeur.messages()[-1]
    plus_tard(61)
    assert "n’en attend plus" in demandeur.messages()[-1]
    assert relue(proposee).issue == Invitation.Issue.RETIREE and proposition.LIBELLE not in accueil(demandeur)


def test_it_stands_while_nights_pass(demandeur, proposee):
    invitations.revoir_tous(maintenant() + timedelta(days=3))
    assert relue(proposee).close_le is None


def test_a_request_that_was_withdrawn_does_not_bring_it_back(demandeur, proposee):
    demarche = demandeur.demander()
    transitions.passer(demarche, "annuler", acteur=demandeur.assure.compte.acteur)
    invitations.revoir(CODE, demandeur.assure, le=maintenant())
    assert Invitation.objects.de(demandeur.assure).count() == 1 and relue(proposee).close_le is not None
    assert Demarche.objects.de(demandeur.assure).count() == 1
