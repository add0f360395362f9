"""The Vitale cards of a foyer on one page: what waits first, one thing to do for each person, or nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import Beneficiaire
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.horloge import aujourdhui
from tests.fabriques import connecter, creer_agent, creer_assure, creer_carte, creer_enfant
from tests.outils.accessibilite import lire, texte
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
ADRESSE = "/demarches/cartes-vitale/"


def actions(client: Client) -> dict[str, str]:
    """What may be done, by the first name of each person, in the order of the page."""
    page = lire(client.get(ADRESSE).content.decode())
    return {
        texte(une.find(".//h2")).split()[0]: texte(une.find(".//div[@class='carte-personne__action']"))
        for une in page.iterfind(".//ul[@class='cartes-personnes']/li")
    }


def enfant(lea, prenom: str, age: int) -> Beneficiaire:
    return creer_enfant(lea.assure, prenom, date_naissance=ajouter_mois(aujourdhui(), -12 * age - 3))


def test_each_person_has_one_thing_to_do_or_nothing(lea):
    """A card that was lost, a child of twelve who has none, one who has theirs, a small one."""
    moi = lea.assure.personne.prenom
    enfant(lea, "Jade", 12)
    creer_carte(enfant(lea, "Basile", 15).personne)
    enfant(lea, "Nino", 6)
    lues = actions(lea.client)
    assert lues == {
        moi: f"Commander ma carte pour {moi}", "Jade": "Commander sa carte pour Jade",
        "Basile": "Perdue, volée, en panne pour Basile", "Nino": "Rien à faire",
    }  # fmt: skip
    assert next(iter(lues)) == moi
    page = lire(lea.client.get(ADRESSE).content.decode())
    assert [texte(un) for un in page.iterfind(".//h1")] == ["Les cartes Vitale de votre foyer"]
    assert [un.get("class") for un in page.iterfind(".//ul[@class='cartes-personnes']//a")].count("bouton") == 1


def test_an_order_on_its_way_is_followed(lea):
    lea.commander()
    assert actions(lea.client) == {lea.assure.personne.prenom: f"Suivre la commande pour {lea.assure.personne.prenom}"}


def test_the_page_costs_the_same_whatever_the_family_and_an_agent_has_none(lea):
    def compter() -> int:
        with requetes() as vues:
            assert lea.client.get(ADRESSE).status_code == 200
        return len(vues)

    seule = compter()
    for prenom in ("Jade", "Basile", "Nino"):
        enfant(lea, prenom, 13)
    assert compter() == seule
    assert connecter(Client(), creer_agent(lea.assure.caisse).compte).get(ADRESSE).status_code == 404


def bouton(client: Client, prenom: str) -> str:
    """Where the button of this person leads."""
    page = lire(client.get(ADRESSE).content.decode())
    return next(un.get("href") for un in page.iterfind(".//ul[@class='cartes-personnes']//a") if prenom in texte(un))


def coches(client: Client, depart: str, *, envoi: str = "") -> list[str]:
    """Who is chosen on the first step, once « Commencer » of the start page was pressed there (or what it sends to `envoi`)."""
    assert client.get(depart).status_code == 200
    suite = client.post(envoi or depart, follow=True)
    return [
        un.get("value")
        for un in lire(suite.content.decode()).iterfind(".//input[@name='personne']")
        if "checked" in un.attrib
    ]


def test_the_button_of_a_card_opens_the_demarche_with_its_person_chosen(lea):
    jade = enfant(lea, "Jade", 13).personne
    basile = enfant(lea, "Basile", 15).personne
    creer_carte(basile)
    zoe = enfant(lea, "Zoé", 15).personne
    creer_carte(zoe)
    commander, declarer = bouton(lea.client, "Jade"), bouton(lea.client, "Basile")
    assert commander == f"/demarches/commande-carte-vitale/?pour={jade.public_id}"
    assert coches(lea.client, commander) == [jade.public_id]
    assert coches(lea.client, declarer) == [basile.public_id]


def test_a_draft_keeps_the_person_that_was_chosen_until_it_is_begun_again(lea):
    jade = enfant(lea, "Jade", 13).personne
    moi = lea.assure.personne
    lea.ouvrir()
    assert coches(lea.client, bouton(lea.client, "Jade")) == [jade.public_id]
    lea.poster("beneficiaire", personne=moi.public_id)
    depart = bouton(lea.client, "Jade")
    recommencer = re.search(r'action="([^"]*recommencer[^"]*)"', lea.client.get(depart).content.decode())[1]
    assert recommencer.endswith(f"?pour={jade.public_id}")
    assert coches(lea.client, depart, envoi=recommencer) == [jade.public_id]


def test_somebody_of_another_file_is_chosen_nowhere(lea):
    enfant(lea, "Jade", 13)
    autre = creer_assure("Ana", "Autre").personne
    depart = bouton(lea.client, "Jade").partition("?")[0]
    for pour in (autre.public_id, "x" * 16, "%00", "'--", "a" * 3000):
        assert coches(lea.client, f"{depart}?pour={pour}", envoi=f"{depart}?pour={pour}") == []
