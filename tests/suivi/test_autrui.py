"""Somebody acts for another one: whose file it is stands on every page, what is done is done to that file, and its journal says who did it.

No screen gives anybody else's file; here it is given where every request asks for it (`accounts.securite.dossier.choisir`).
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.connexion.agents import roles
from accounts.models import Fil
from accounts.securite import dossier as quel_dossier
from ameli.noyau.journal.models import Entree
from demarches.models import Brouillon, Demarche, Etat, Evenement
from demarches.moteur.declaration import Public
from documents.models import Document
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, dire_la_raison
from tests.outils.salles import changer
from tests.suivi.salle import ESSAI, RAPIDE, commencer, ecrire_a, envoyer, lu

pytestmark = pytest.mark.django_db
PAGES = (
    "accueil", "demarches:accueil", "demarches:suivi", "messagerie:liste", "messagerie:ecrire", "informations:accueil",
    "paiements:liste", "documents:liste", "documents:attestation_droits", "chercher",
)  # fmt: skip
DU_COMPTE = ("informations:securite", "informations:courriel", "informations:telephone", "informations:exporter")


@pytest.fixture
def odette(db):
    assure = creer_assure("Odette", "Laborde")
    creer_compte(assure)
    return assure


@pytest.fixture
def pour_odette(lea, odette, monkeypatch):
    """Léa's browser, in the file of Odette."""
    siens = {lea.compte: odette}
    monkeypatch.setattr(quel_dossier, "choisir", lambda request: siens.get(request.user, request.user.assure))
    return connecter(Client(), lea.compte)


def acteur(lea) -> str:
    return f"mandataire:{lea.compte.public_id}"


def test_whose_file_it_is_stands_on_every_page(pour_odette, odette):
    for nom in PAGES:
        page = lu(pour_odette.get(reverse(nom)))
        assert "Dossier de Odette Laborde" in page, nom
        assert "Duprat" not in page, nom


def test_in_one_s_own_file_the_name_stands_alone(client, lea):
    assert "Dossier de" not in lu(connecter(client, lea.compte).get(reverse("accueil")))


def test_what_is_read_is_that_file_and_no_other_one(pour_odette, lea, odette):
    sienne, mienne = envoyer(odette), envoyer(lea)
    ecrire_a(odette, sienne.reference)
    assert sienne.reference in lu(pour_odette.get(reverse("demarches:detail", args=[sienne.reference])))
    assert pour_odette.get(reverse("demarches:detail", args=[mienne.reference])).status_code == 404
    assert pour_odette.get(reverse("messagerie:fil", args=[Fil.objects.de(odette).get().public_id])).status_code == 200
    mien = ecrire_a(lea)
    assert pour_odette.get(reverse("messagerie:fil", args=[mien.public_id])).status_code == 404


def test_what_is_done_is_done_to_that_file_and_its_journal_says_who_did_it(pour_odette, lea, odette):
    demarche = envoyer(odette)
    pour_odette.post(reverse("demarches:annuler", args=[demarche.reference]))
    relue = Demarche.objects.de(odette).get()
    fait = Evenement.objects.de(odette).get(nom="annuler")
    assert (relue.etat, fait.acteur, fait.auteur) == (Etat.ANNULEE, Evenement.Acteur.MANDATAIRE, acteur(lea))
    entree = Entree.objects.get(genre="demarche.annuler")
    assert (entree.acteur, entree.assure_ref) == (acteur(lea), odette.public_id)
    assert entree.phrase.startswith("La personne qui agit pour vous")
    assert not Entree.objects.filter(assure_ref=lea.public_id).exists()


def test_a_draft_and_a_paper_are_those_of_that_file(pour_odette, lea, odette):
    pour_odette.post(reverse("demarches:depart", args=[ESSAI.code]))
    brouillon = Brouillon.objects.de(odette).get()
    assert brouillon.compte == lea.compte and not Brouillon.objects.de(lea).exists()
    pour_odette.post(reverse("documents:attestation_droits"), {"pour": odette.personne.public_id})
    assert Document.objects.de(odette).get().editions.get().acteur == acteur(lea)
    assert not Document.objects.de(lea).exists()


def test_the_owner_reads_in_their_own_account_who_acted_for_them(pour_odette, lea, odette, client):
    demarche = envoyer(odette)
    pour_odette.post(reverse("demarches:annuler", args=[demarche.reference]))
    elle = connecter(client, odette.compte)
    suivi = lu(elle.get(reverse("demarches:detail", args=[demarche.reference])))
    assert "Par la personne qui agit pour vous." in suivi and "Annulée par vous" not in suivi
    assert "La personne qui agit pour vous" in lu(elle.get(reverse("informations:consultations")))
    assert lea.personne.nom_naissance not in suivi


def test_agents_read_that_somebody_acted_for_the_person(pour_odette, odette, client):
    demarche = envoyer(odette)
    pour_odette.post(reverse("demarches:annuler", args=[demarche.reference]))
    agent = creer_agent()
    roles.donner(agent.compte, [])
    guichet = dire_la_raison(connecter(client, agent.compte), odette)
    fiche = lu(guichet.get(reverse("admin:demarches_demarche_change", args=[demarche.pk])))
    assert "qui agit pour la personne" in fiche


def test_what_belongs_to_an_account_is_closed_in_somebody_else_s_file(pour_odette):
    for nom in DU_COMPTE:
        reponse = pour_odette.get(reverse(nom))
        assert reponse.status_code == 403, nom
        assert "Cette page concerne votre propre compte" in lu(reponse), nom


def test_a_room_may_be_closed_to_whoever_acts_for_the_person(pour_odette, odette):
    changer(ESSAI, public=Public(mandataire=False))
    tuiles = lu(pour_odette.get(reverse("demarches:accueil")))
    assert "Par la personne seulement" in tuiles
    for page in (pour_odette.get, pour_odette.post):
        assert "Elle seule peut faire cette démarche" in lu(page(reverse("demarches:depart", args=[ESSAI.code])))
    assert not Brouillon.objects.de(odette).exists()
    assert "Elle seule" not in lu(pour_odette.get(reverse("demarches:depart", args=[RAPIDE.code])))


def test_a_draft_begun_before_is_not_sent_by_whoever_acts_for_the_person(pour_odette, odette):
    changer(ESSAI, public=Public(mandataire=False))
    brouillon = commencer(odette)
    adresse = reverse("demarches:etape", args=[ESSAI.code, brouillon.public_id, "verification"])
    assert "Elle seule peut faire cette démarche" in lu(pour_odette.post(adresse, {"honneur": "on"}))
    assert not Demarche.objects.de(odette).exists()
