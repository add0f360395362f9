"""`/aide/services/`: the product's own catalogue, written from the declarations."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from ameli.noyau.calendrier import heures
from demarches.accueil import aide
from demarches.accueil.ecrans import phrase
from demarches.catalogue.adresse.formulaires import QuiDemenage
from demarches.catalogue.iban.formulaires import Compte, Titulaire
from demarches.moteur import registre
from demarches.moteur.declaration import Delai
from tests.fabriques import creer_agent
from tests.moteur.essai import SERVICE as ESSAI_DU_MOTEUR
from tests.outils.requetes import requetes
from tests.outils.salles import changer
from tests.suivi.salle import ESSAI, lu

pytestmark = pytest.mark.django_db


@pytest.fixture
def couleurs():
    """A téléservice with steps, one of them conditional."""

    with registre.avec(replace(ESSAI_DU_MOTEUR, code="couleurs")) as teleservice:
        yield teleservice


def test_anybody_reads_it_without_signing_in_and_without_a_query(client):
    with requetes() as vues:
        for adresse in ("/aide/services/", "/aide/services/essai/", "/aide/services/attestation-de-droits/"):
            assert client.get(adresse).status_code == 200
    assert vues == []


def test_somebody_signed_in_keeps_their_tabs(connectee):
    assert 'aria-label="Rubriques du compte"' in lu(connectee.get("/aide/services/"))


def test_an_agent_reads_it_too(client):
    client.force_login(creer_agent().compte)
    assert client.get("/aide/services/").status_code == 200


def test_every_service_has_an_anchor_and_a_page(client):
    page = lu(client.get("/aide/services/"))
    codes = re.findall(r'<li id="([\w-]+)"><a class="service" href="/aide/services/\1/">', page.replace("\n", ""))
    assert codes == [
        "attestation-de-droits", "attestation-indemnites-journalieres", "mes-delais", "rapide", "essai",
        "releve-fiscal", "mes-documents",
    ]  # fmt: skip
    for code in codes:
        assert client.get(reverse("demarches:aide_service", args=[code])).status_code == 200


def test_an_unknown_service_has_no_page(client):
    assert client.get("/aide/services/inconnu/").status_code == 404


def test_a_page_says_whom_it_is_for_its_screens_its_delays_its_advantages_and_its_channels(client, couleurs):
    page = lu(client.get("/aide/services/couleurs/"))
    for ancre in ("pour-qui", "avantages", "a-preparer", "ecrans", "delais", "canaux"):
        assert f'id="{ancre}"' in page
    for texte in (
        "Vous aimez les couleurs.", "La peinture est gratuite.", "Vos yeux.", "Nous vous demandons : « Couleur »",
        "Nous regardons votre couleur.", "pendant 30 jours", "Ordinateur, téléphone, tablette.", "Effectuer une démarche",
    ):  # fmt: skip
        assert texte in page, texte


def test_a_screen_that_not_everybody_sees_says_so(couleurs):
    ecrans = aide._du_teleservice(couleurs).ecrans
    assert [(e.titre, e.pour_tous) for e in ecrans] == [
        ("Votre couleur", True), ("La nuance", False), ("La preuve", True)
    ]  # fmt: skip


def test_a_delay_is_told_in_words_when_the_declaration_names_what_is_done(client):
    delais = (Delai("enregistrer", heures(48), faire=lambda demarche, le: None, libelle="Carte imprimée"),)
    changer(ESSAI, delais=delais)
    page = lu(client.get("/aide/services/essai/"))
    assert "<dt>Carte imprimée</dt><dd>48 heures</dd>" in page
    assert "annuler votre demande en ligne" in page


def test_the_start_page_leads_to_the_page_of_its_service_and_back(connectee, couleurs):
    assert 'href="/aide/services/couleurs/"' in lu(connectee.get("/demarches/couleurs/"))
    assert 'href="/demarches/couleurs/"' in lu(connectee.get("/aide/services/couleurs/"))


def test_what_a_step_asks_reads_as_sentences():
    def dit(formulaire):
        return phrase(formulaire).replace("\u00a0", " ")

    assert dit(Titulaire) == (
        "Nous vous demandons : la civilité du titulaire, le nom du titulaire et le prénom du titulaire. "
        "Si besoin : le nom du second titulaire et le prénom du second titulaire."
    )
    assert dit(Compte) == "Nous vous demandons : l’IBAN. Si besoin : le BIC."
    assert dit(QuiDemenage) == "Vous répondez à : « Qui change d’adresse ? »."


def test_no_page_of_the_catalogue_lists_bare_labels(client, couleurs):
    page = lu(client.get("/aide/services/couleurs/"))
    assert "Nous vous demandons : « Couleur »" in page and " · " not in page.partition("<main")[2]
