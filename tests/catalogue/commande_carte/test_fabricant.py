"""What the maker is given, and the cards that it gave to the post: by who may, many at once, each with its result."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import CommandeCarteVitale
from ameli.noyau.models import Entree
from demarches.moteur import transitions
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse

pytestmark = pytest.mark.django_db
LISTE = "admin:accounts_commandecartevitale_changelist"


def encadrant(caisse) -> Client:
    agent = creer_agent(caisse, superviseur=False)
    agent.compte.user_permissions.add(Permission.objects.get(codename="change_commandecartevitale"))
    return connecter(Client(), agent.compte)


@pytest.fixture
def en_fabrication(lea):
    """Her order, being made, and what may be done to it."""
    demarche = lea.commander()
    transitions.controler(lea.derniere(), acteur=creer_agent(lea.assure.caisse).compte.acteur, le=demarche.deposee_le)
    lea.plus_tard(demarche, days=1.1)
    assert lea.commande.etat == "FABRICATION"
    return demarche


def faire(guichet: Client, action: str, *commandes: CommandeCarteVitale):
    return guichet.post(reverse(LISTE), {"action": action, "_selected_action": [une.pk for une in commandes]})


def test_the_file_holds_what_a_card_needs_and_the_person_reads_that_it_left(lea, en_fabrication):
    reponse = faire(encadrant(lea.assure.caisse), "fichier_du_fabricant", lea.commande)
    assert reponse["Content-Type"].startswith("text/csv") and "no-store" in reponse["Cache-Control"]
    tete, ligne = reponse.content.decode().strip().splitlines()
    assert "Numéro de Sécurité sociale" in tete
    for valeur in (lea.assure.personne.nir_complet, "Duprat", "Léa", "8 rue des Arènes"):
        assert valeur in ligne
    assert lea.assure.personne.nir not in reponse["Content-Disposition"]
    entree = Entree.objects.get(genre="carte_vitale.transmise")
    assert entree.assure_ref == lea.assure.public_id


def test_who_may_not_sees_no_tick_and_gets_no_file(lea, en_fabrication):
    guichet = connecter(Client(), creer_agent(lea.assure.caisse, superviseur=False).compte)
    page = guichet.get(reverse(LISTE)).content.decode()
    assert "Léa Duprat" in page and "fabricant" not in page
    assert not faire(guichet, "fichier_du_fabricant", lea.commande).get("Content-Type", "").startswith("text/csv")
    assert not Entree.objects.filter(genre="carte_vitale.transmise").exists()


def test_an_order_that_is_not_being_made_is_in_no_file(lea):
    lea.commander()
    reponse = faire(encadrant(lea.assure.caisse), "fichier_du_fabricant", lea.commande)
    assert reponse.status_code == 302


def test_cards_given_to_the_post_are_noted_together_each_with_its_result(lea, en_fabrication):
    ailleurs = CommandeCarteVitale.objects.create(
        personne=creer_assure("Zoé", caisse=lea.assure.caisse).personne, demandee_par=lea.assure, origine="PERTE",
        demandee_le=en_fabrication.deposee_le, etat_depuis=en_fabrication.deposee_le, cause="D-INCONNUE",
    )  # fmt: skip
    guichet = encadrant(lea.assure.caisse)
    page = faire(guichet, "noter_postees", lea.commande, ailleurs).content.decode()
    assert page.count("<strong>Fait.</strong>") == 1 and page.count("Pas fait") == 1
    assert lea.commande.etat == "EXPEDIEE" and lea.sujets[-1] == "Votre carte Vitale est partie"
    page = faire(guichet, "noter_postees", lea.commande).content.decode()
    assert "Pas fait" in page
    envois = [sujet for sujet in lea.sujets if sujet == "Votre carte Vitale est partie"]
    lea.plus_tard(en_fabrication, days=5.5)
    assert [sujet for sujet in lea.sujets if sujet == "Votre carte Vitale est partie"] == envois, "told once"
    lea.plus_tard(en_fabrication, days=7)
    assert lea.commande.etat == "RECUE", "five days of post, counted from the day when it left"


def test_orders_of_another_caisse_are_out_of_reach(lea, en_fabrication):
    guichet = encadrant(creer_caisse("641", "CPAM de Bayonne"))
    assert "Léa" not in guichet.get(reverse(LISTE)).content.decode()
    faire(guichet, "noter_postees", lea.commande)
    assert lea.commande.etat == "FABRICATION"
