"""What is handed in after the deposit: each of two teams reads its own (chapter 18)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ameli.noyau.horloge import maintenant
from demarches.catalogue.pension_invalidite import remises
from demarches.models import Demarche, Scelle
from demarches.moteur import accords, avis
from demarches.moteur.decisions import Decision
from demarches.moteur.statut import statut
from demarches.suivi import lecture
from documents.models import Piece
from tests.catalogue.iban.parcours import texte_de
from tests.catalogue.pension_invalidite.acteurs import accorder, agent, donner_l_avis, formulaire, vivre
from tests.demarches_agents.salle import caches
from tests.fabriques_fichiers import envoi, pdf, photo


def envoyer(demandeur, nom: str, fichier, nom_lu: str = "Castets Thomas") -> str:
    adresse = reverse("demarches:geste", args=[demandeur.demarche.reference, nom])
    vierge = caches(demandeur.client.get(adresse).content.decode())
    return texte_de(demandeur.client.post(adresse, {**vierge, "fichiers": fichier, "nom_lu": nom_lu}, follow=True))


@pytest.mark.parametrize(
    ("nom", "role", "phrase"),
    [
        (remises.DOCUMENT, "medical", "Seul le service médical le lit"),
        (remises.AVIS, "invalidite", "Nous vous écrivons quand il est compté"),
    ],
)
def test_what_is_handed_in_is_read_by_one_team_and_the_queue_says_that_it_came(demandeur, nom, role, phrase):
    demarche = demandeur.demander()
    assert phrase in envoyer(demandeur, nom, envoi("papier.pdf", pdf()))
    (piece,) = Piece.objects.de(demandeur.assure).filter(objet=demarche.objet)
    for un in ("medical", "invalidite", ""):
        lecteur = agent(demandeur.assure, *([un] if un else []))
        assert Piece.objects.pour_agent(lecteur).filter(pk=piece.pk).exists() is (un == role), un
    relue = Demarche.objects.de(demandeur.assure).get(pk=demarche.pk)
    assert [alerte["code"] for alerte in relue.alertes] == [nom]
    assert not Scelle.objects.de(demandeur.assure).filter(demarche=demarche, role="medical").exists()


def test_what_is_handed_in_stands_in_the_timeline_and_leaves_the_request_where_it_was(demandeur):
    demarche = demandeur.demander()
    vivre(demarche, 62)
    envoyer(demandeur, remises.DOCUMENT, envoi("papier.pdf", pdf()))
    relue = Demarche.objects.de(demandeur.assure).get(pk=demarche.pk)
    assert statut(relue) == "Réputée refusée, toujours à l’étude"
    suivie = lecture.Suivie(relue, maintenant())
    points = lecture.frise(suivie, lecture.evenements(demandeur.assure, relue))
    assert [point["etat"] for point in points if point["libelle"] == "Document médical remis"] == ["passe"]
    assert [point["libelle"] for point in points if point["etat"] == "courant"] == [statut(relue)]


def test_the_notice_is_a_pdf_afterwards_too(demandeur):
    demandeur.demander()
    assert "Ce fichier est une image" in envoyer(demandeur, remises.AVIS, envoi("avis.pdf", photo()))
    assert not Piece.objects.de(demandeur.assure).exists()


@pytest.mark.parametrize(
    ("nom", "attendu"), [("Castets Thomas", "le note."), ("Castet Thomas", "compare avec l’avis."), ("Léa Duprat", "")]
)
def test_the_name_of_a_notice_sent_afterwards_is_compared_too(demandeur, nom, attendu):
    demarche = demandeur.demander()
    page = envoyer(demandeur, remises.AVIS, envoi("avis.pdf", pdf()), nom)
    relue = Demarche.objects.de(demandeur.assure).get(pk=demarche.pk)
    phrases = [alerte["phrase"] for alerte in relue.alertes]
    assert [phrase.endswith(attendu) for phrase in phrases] == ([True] if attendu else [])
    assert ("au nom d’une autre personne" in page) is (not attendu)


def test_a_notice_sent_after_the_grant_comes_back_to_the_agents(demandeur):
    demarche = demandeur.demander()
    donner_l_avis(demarche)
    accorder(demarche)
    assert "Remettre un document médical" not in demandeur.suivi, "the doctor has answered"
    assert "Envoyer un avis d’imposition" in demandeur.suivi
    envoyer(demandeur, remises.AVIS, envoi("avis.pdf", pdf()))
    relue = Demarche.objects.de(demandeur.assure).get(pk=demarche.pk)
    assert relue.a_revoir and [alerte["code"] for alerte in relue.alertes] == [remises.AVIS]


def test_what_comes_between_two_agreements_is_looked_at_anew(demandeur):
    demarche = demandeur.demander()
    donner_l_avis(demarche)
    dit = formulaire(demarche)
    assert dit.is_valid()
    decision = Decision(donnees=dit.a_conserver())
    assert not accords.accepter(demarche, agent(demandeur.assure).compte.acteur, decision)
    assert avis.premier(demarche) is not None
    envoyer(demandeur, remises.AVIS, envoi("avis.pdf", pdf()))
    assert avis.premier(demarche) is None
