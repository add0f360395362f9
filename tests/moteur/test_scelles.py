"""What one role of agents alone reads: sealed at the deposit, seen to exist by the others, gone with the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.connexion.agents import roles
from ameli.noyau.journal.models import Entree
from demarches.models import Demarche, Scelle
from demarches.moteur import scelles
from demarches.moteur.declaration import Lecteurs, Renvoi
from demarches.moteur.verifications import fautes
from documents.models import Piece
from tests.catalogue.marche import Marche
from tests.fabriques import connecter, creer_agent, dire_la_raison
from tests.outils.salles import changer
from tests.salles_d_essai import soins

pytestmark = pytest.mark.django_db
RECIT = "Une rage de dents."


@pytest.fixture
def marche() -> Iterator[Marche]:
    for teleservice in soins.installer():
        yield Marche(teleservice)


@pytest.fixture
def envoyee(marche) -> Demarche:
    return marche.deposer()


def guichet(envoyee: Demarche, *siens: str) -> tuple[Client, object]:
    """An agent of the caisse, signed in, who said why they open this file."""
    agent = creer_agent(envoyee.caisse)
    roles.donner(agent.compte, siens)
    client = connecter(Client(), agent.compte)
    dire_la_raison(client, envoyee.assure)
    return client, agent


def fiche(client: Client, envoyee: Demarche) -> str:
    page = client.get(reverse("admin:demarches_demarche_change", args=[envoyee.pk])).content.decode()
    return re.sub("[\u00a0\u202f]", " ", page)


def test_the_demarche_itself_keeps_nothing_of_what_is_sealed(envoyee):
    assert "recit" not in envoyee.reponses and set(envoyee.reponses["pieces"]) == {"facture"}
    assert RECIT not in json.dumps(envoyee.recapitulatif, ensure_ascii=False)
    lignes = {une["etape"]: une["lignes"] for une in envoyee.recapitulatif["sections"]}
    assert lignes["recit"] == [["Réponse scellée", "Lue par le service médical seulement"]]
    assert lignes["pieces"][1:] == [["Documents médicaux", "1 document médical, lu par le service médical"]]
    assert soins.Soins.de(envoyee).recit is None, "the room reads it no more"
    (scelle,) = Scelle.objects.systeme("test")
    assert (
        scelle.contenu["reponses"]["recit"] == {"recit": RECIT} and "ordonnance" in scelle.contenu["reponses"]["pieces"]
    )
    assert {une.place: une.scelle for une in Piece.objects.de(envoyee.assure)} == {
        "pieces/facture": "", "pieces/ordonnance": "medical"
    }  # fmt: skip


def test_it_is_encrypted_at_rest(envoyee):
    with connection.cursor() as curseur:
        curseur.execute("SELECT contenu FROM demarches_scelle")
        assert b"dents" not in bytes(curseur.fetchone()[0])


def test_an_agent_without_the_role_sees_that_it_exists_and_no_more(envoyee):
    client, _ = guichet(envoyee)
    page = fiche(client, envoyee)
    assert "1 document médical, lu par le service médical" in page and RECIT not in page and "Ordonnance" not in page
    assert "Facture" in page
    assert RECIT not in client.get(f"/agents/demarches/demarche/{envoyee.pk}/reveler/").content.decode()
    for piece in Piece.objects.de(envoyee.assure):
        adresse = reverse("admin:demarches_demarche_piece", args=[envoyee.pk, piece.public_id])
        assert client.get(adresse).status_code == (404 if piece.scelle else 200)
    assert not Entree.objects.filter(genre="demarche.scelle_lu").exists()


def test_the_medical_service_reads_it_and_the_person_reads_that_it_did(envoyee):
    client, agent = guichet(envoyee, "medical")
    page = fiche(client, envoyee)
    assert RECIT in page and "Ordonnance" in page
    lue = Entree.objects.get(genre="demarche.scelle_lu")
    assert lue.acteur == agent.compte.acteur and lue.assure_ref == envoyee.assure.public_id and lue.motif
    assert RECIT not in json.dumps(lue.donnees)
    piece = Piece.objects.de(envoyee.assure).get(scelle="medical")
    assert client.get(reverse("admin:demarches_demarche_piece", args=[envoyee.pk, piece.public_id])).status_code == 200


def test_the_medical_service_of_another_caisse_reads_nothing(envoyee):
    autre = creer_agent()
    autre.caisse_id = envoyee.caisse_id + 1
    roles.donner(autre.compte, ["medical"])
    assert not Scelle.objects.pour_agent(autre).exists() and not Piece.objects.pour_agent(autre).exists()


def test_the_person_finds_it_in_the_copy_of_their_data_and_their_paper_says_it_is_sealed(marche, envoyee):
    from demarches.suivi.copie import contribuer

    sections = {section.titre: section.lignes for section in contribuer(marche.assure)}
    assert [une["réponse"] for une in sections["Réponses lues par un seul service"]][0] == RECIT
    page = marche.client.get(reverse("demarches:detail", args=[envoyee.reference])).content.decode()
    assert RECIT not in page and "Réponse scellée" in page


def test_it_goes_with_the_answers_once_kept_long_enough(envoyee):
    scelles.oublier(envoyee)
    assert not Scelle.objects.systeme("test").exists()


def test_how_many_are_closed_is_said_in_french():
    assert scelles.compter(2, Lecteurs.MEDICAL) == "2 documents médicaux, lus par le service médical"


def test_a_declaration_that_could_not_be_sealed_is_refused(marche):
    agents = soins.SERVICE.agents
    renvoi = {"recit": Renvoi("Le récit", {"flou": "Il est flou."})}
    changee = changer(marche.teleservice, agents=type(agents)(agents.titre, controle="Voir", renvois=renvoi))
    assert any("renvois names recit, which is sealed" in faute for faute in fautes(changee))
