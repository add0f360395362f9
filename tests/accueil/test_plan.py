"""A second way to find a page: the plan, which the pages write themselves; and what the site says of itself, from every foot."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from ameli.noyau import accessibilite
from ameli.noyau.plan import lieux
from demarches.accueil.aide import fiches
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.outils import visite
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
DU_SITE = ("plan", "accessibilite", "mentions_legales", "donnees_personnelles")
# Reached from the page before them, where they are explained; or without sense on their own.
D_UNE_AUTRE_PAGE = {
    "/borne/", "/mes-informations/securite/cles/application/", "/mes-informations/securite/cles/nouvelle/",
    "/telephone/", "/mes-paiements/liste.csv",
}  # fmt: skip
# A greeting, a question, what the person has already.
AUTREMENT_NOMMES = ("accueil", "premiere_visite", "messagerie:ecrire", "accessibilite", "informations:telephone")


@pytest.fixture
def connectee() -> Client:
    return connecter(Client(), creer_compte(creer_assure()))


def adresses(html: str) -> set[str]:
    return {
        lien.partition("#")[0]
        for lien in re.findall(r'<a [^>]*?href="([^"]+)"', html.partition("<main")[2].partition("</main>")[0])
    }


def test_every_page_of_the_product_is_on_the_plan(client, connectee):
    au_plan = adresses(client.get(reverse("plan")).content.decode())
    vues = [page for page, _ in visite.marcher(connectee, "/")] + [
        page for page, _ in visite.marcher(client, "/", "/connexion/")
    ]
    propres = {page for page in vues if "#" not in visite.forme(page) and "?" not in page}
    assert len(propres) > 40
    themes = {page for page in propres if page.startswith("/messagerie/ecrire/") and page != "/messagerie/ecrire/"}
    guide = {page for page in propres if page.endswith("/pas-a-pas/") and page != reverse("demarches:guide")}
    assert propres - themes - guide - D_UNE_AUTRE_PAGE - {"/plan-du-site/"} <= au_plan


def test_every_page_of_the_plan_opens_and_bears_its_name(client, connectee):
    for lieu in lieux():
        page = (client if lieu.public else connectee).get(lieu.url)
        assert page.status_code == 200, lieu
        if lieu.nom not in AUTREMENT_NOMMES:
            assert f">{lieu.titre}</h1>" in page.content.decode(), lieu


def test_every_service_is_on_the_plan_to_use_and_to_understand(client):
    au_plan = adresses(client.get(reverse("plan")).content.decode())
    assert {fiche.lien for fiche in fiches()} | {fiche.depart for fiche in fiches()} <= au_plan


@pytest.mark.parametrize("nom", DU_SITE)
def test_anybody_reads_what_the_site_says_of_itself_without_a_query(client, nom):
    with requetes() as faites:
        assert client.get(reverse(nom)).status_code == 200
    assert not faites


def test_every_foot_leads_to_the_plan_and_to_what_the_site_says_of_itself(client, connectee):
    for qui, adresse in ((client, "/"), (client, "/nulle-part/"), (connectee, "/"), (connectee, "/mes-paiements/")):
        pied = qui.get(adresse).content.decode().partition('<footer class="pied">')[2]
        places = [pied.find(f'href="{reverse(nom)}"') for nom in DU_SITE]
        assert min(places) > 0, (adresse, places)
        assert "Accessibilité\xa0: totalement conforme" in pied


def test_the_statement_says_what_the_table_says(client, monkeypatch):
    vraie = client.get(reverse("accessibilite")).content.decode()
    applicables = sum(un.statut != accessibilite.SANS_OBJET for un in accessibilite.grille().criteres)
    assert f"{applicables} sur {applicables}" in vraie and "Images" in vraie and "1.1. Chaque image" in vraie
    texte = "## 1. Images\n| 1.1 | Chaque image a un texte | gap | x |\n| 1.2 | B | shown | x |"
    monkeypatch.setattr(accessibilite, "grille", lambda: accessibilite.lire(texte))
    autre = client.get(reverse("accessibilite")).content.decode()
    assert "1 sur 2" in autre and "partiellement conforme" in autre
    assert "Règle 1.1, pas tenue\xa0: chaque image a un texte." in autre


def test_the_practice_site_says_that_it_is_one(client, settings):
    page = client.get(reverse("mentions_legales")).content.decode()
    assert "site d’entraînement" in page and "n’est pas un site de l’Assurance Maladie" in page


def test_a_true_site_says_whom_to_turn_to(client, settings):
    adresses = {nom: reverse(nom) for nom in DU_SITE}  # before: addresses are read once, as the site is then
    settings.BAC_A_SABLE = False
    dites = {nom: client.get(adresse).content.decode().partition("<main")[2] for nom, adresse in adresses.items()}
    assert "Défenseur des droits" in dites["accessibilite"] and "CNIL" in dites["donnees_personnelles"]
    assert not [nom for nom, page in dites.items() if "entraînement" in page or "atelier" in page]
