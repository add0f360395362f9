"""« Paramètres »: a service is switched on before it is offered, in one click, by its owner alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.informations import parametres
from accounts.informations.parametres import Parametre
from ameli.noyau.journal.models import Entree
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
ESSAI = Parametre("essai", "Mes essais", "Pour essayer.")


@pytest.fixture(autouse=True)
def un_reglage(monkeypatch):
    monkeypatch.setattr(parametres, "_parametres", {"essai": ESSAI})


@pytest.fixture
def lea(client):
    compte = creer_compte(creer_assure())
    connecter(client, compte)
    return compte


def regler(client, **saisie):
    return client.post(reverse("informations:parametres"), saisie, follow=True)


def test_a_switch_says_how_it_stands_and_changes_in_one_click(client, lea):
    page = client.get(reverse("informations:accueil")).content.decode()
    assert "Paramètres" in page and "Mes essais" in page and "Pas activé" in page
    apres = regler(client, parametre="essai", actif="oui").content.decode()
    assert "Le service est activé." in apres and ">Arrêter</button>" in apres
    lea.refresh_from_db()
    assert parametres.actif(lea, "essai")
    regler(client, parametre="essai", actif="non")
    lea.refresh_from_db()
    assert not parametres.actif(lea, "essai")


def test_each_change_is_in_the_journal_once(client, lea):
    for _ in range(2):
        regler(client, parametre="essai", actif="oui")
    (entree,) = Entree.objects.filter(genre=parametres.CHANGE)
    assert entree.assure_ref == lea.assure.public_id


def test_a_switch_that_does_not_exist_is_not_there(client, lea):
    assert client.post(reverse("informations:parametres"), {"parametre": "autre", "actif": "oui"}).status_code == 404


def test_the_address_of_the_parameters_leads_to_their_part_of_the_page(client, lea):
    assert client.get(reverse("informations:parametres")).url == "/mes-informations/#parametres"


def test_the_switches_cost_no_query(client, lea, monkeypatch):
    adresse = reverse("informations:accueil")
    client.get(adresse)
    with requetes() as avec:
        client.get(adresse)
    monkeypatch.setattr(parametres, "_parametres", {})
    with requetes() as sans:
        client.get(adresse)
    assert len(avec) == len(sans)
