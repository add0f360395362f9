"""The Vitale cards of a foyer on one page: what waits first, one thing to do for each person, or nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Beneficiaire
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.horloge import aujourdhui
from tests.fabriques import connecter, creer_agent, creer_carte, creer_enfant
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
