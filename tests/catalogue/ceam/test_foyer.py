"""The European cards of a foyer on one page: of each person a state, one sentence, one thing to do or nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from ameli.noyau.journal import auteur
from demarches.models import Brouillon
from tests.catalogue.ceam.salle import enfant
from tests.fabriques import connecter, creer_agent, creer_assure
from tests.outils.accessibilite import lire, texte
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
ADRESSE = "/demarches/cartes-europeennes/"


def actions(client: Client) -> dict[str, str]:
    """What may be done, by the first name of each person."""
    page = lire(client.get(ADRESSE).content.decode())
    return {
        texte(une.find(".//h2")).split()[0]: texte(une.find(".//div[@class='carte-personne__action']"))
        for une in page.iterfind(".//ul[@class='cartes-personnes']/li")
    }


def prenommer(personne, prenom: str):
    with auteur("systeme:essai"):
        type(personne).objects.filter(pk=personne.pk).update(prenoms=prenom)
    return personne


def test_each_person_has_one_thing_to_do_or_nothing(famille):
    """One card in force, one that ends, a child who has none and one whose card is on its way."""
    finie, _, attend = (
        prenommer(enfant(famille, rang), prenom) for rang, prenom in enumerate(("Fine", "Sam", "Ada"), start=2)
    )
    famille.carte(jours=300)
    famille.carte(finie, jours=40)
    famille.commander(attend)
    lues = actions(famille.client)
    assert lues.pop(famille.assure.personne.prenom) == "Perdue, volée, pas reçue pour Léa"
    assert lues == {
        "Fine": "Renouveler sa carte pour Fine", "Sam": "Commander sa carte pour Sam", "Ada": "Suivre la commande pour Ada",
    }  # fmt: skip


def test_the_page_costs_the_same_whatever_the_family_and_an_agent_has_none(famille):
    def compter() -> int:
        with requetes() as vues:
            assert famille.client.get(ADRESSE).status_code == 200
        return len(vues)

    seule = compter()
    for rang in (2, 3, 4):
        famille.carte(enfant(famille, rang))
    assert compter() == seule
    assert connecter(Client(), creer_agent(famille.assure.caisse).compte).get(ADRESSE).status_code == 404


def test_the_button_of_a_card_opens_the_demarche_with_its_person_ticked(famille):
    """Where one thing alone may be asked; a card in force is lost, stolen or never came, and the person says which."""
    finie, sam = (prenommer(enfant(famille, rang), prenom) for rang, prenom in ((2, "Fine"), (3, "Sam")))
    famille.carte(jours=300)
    famille.carte(finie, jours=40)
    autre = creer_assure("Ana", "Autre").personne
    page = lire(famille.client.get(ADRESSE).content.decode())
    liens = {texte(un).split()[-1]: un.get("href") for un in page.iterfind(".//ul[@class='cartes-personnes']//a")}
    liens["Ana"] = f"/demarches/ceam/?pour={autre.public_id}"
    cochees = {}
    for prenom, lien in liens.items():
        suite = lire(famille.client.post(lien, follow=True).content.decode())
        cochees[prenom] = [
            un.get("value") for un in suite.iterfind(".//input[@name='demandes']") if "checked" in un.attrib
        ]
        Brouillon.objects.de(famille.assure).update(etat="ABANDONNE")
    moi = famille.assure.personne.prenom
    assert cochees == {
        moi: [], "Ana": [], "Fine": [f"{finie.public_id}:renouveler"], "Sam": [f"{sam.public_id}:commander"],
    }  # fmt: skip
