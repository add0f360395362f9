"""A person writes to their caisse with a photo; an agent answers; the person reads, and each sees that the other has read."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.fabriques_fichiers import heic, photo
from tests.parcours.conftest import AVEC, RECITS, SANS
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

# A person of their own for each manner: people share one site here.
QUI = {AVEC.nom: "lea", SANS.nom: "marc"}


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_person_writes_with_a_photo_and_reads_the_answer_of_an_agent(piloter, site: Site, maniere):
    personne = piloter(maniere)
    sujet = f"Soins du 3 mai, {QUI[maniere.nom]}"
    entrer(personne, site.personas()[QUI[maniere.nom]])
    personne.aller("/messagerie/")
    personne.suivre("Écrire à ma caisse")
    personne.suivre("Remboursement de soins")
    ecrire(personne, sujet)

    agent = entrer_au_guichet(piloter(AVEC), "LANDES-01")
    agent.aller("/agents/accounts/fil/")
    agent.suivre(sujet)
    agent.lire("Je n’ai rien reçu")
    telecharger(agent, "facture.jpg")
    agent.cliquer("Envoyer la réponse")
    agent.lire("Écrivez votre réponse.")
    agent.remplir("Votre réponse", "Bonjour, le virement part demain.")
    agent.cliquer("Envoyer la réponse")
    agent.lire("La personne en est prévenue")
    agent.lire("Pas encore lu par la personne")

    personne.aller("/messagerie/")
    personne.lire("Non lu")
    personne.suivre(sujet)
    personne.lire("le virement part demain")
    personne.lire("Lu par votre caisse le")
    agent.relire()
    agent.lire("Lu par la personne le")
    personne.remplir("Votre réponse", "Merci beaucoup.")
    personne.cliquer("Envoyer ma réponse")
    personne.lire("Votre message est envoyé.")
    personne.cliquer("Archiver")
    personne.lire("Le message est archivé.")
    personne.suivre("Archivés")
    personne.lire(sujet)


def ecrire(pilote: Pilote, sujet: str) -> None:
    """One mistake in each field, then the message with its photo."""
    joindre(pilote, ("IMG_0001.HEIC", heic()))
    seul = not pilote.nombre("[data-sans-script]")  # with a script the file has left by itself
    if seul:
        pilote.lire("abîmé")
    pilote.cliquer("Envoyer")
    pilote.lire("Donnez un sujet")
    if not seul:
        pilote.lire("abîmé")
    pilote.remplir("Sujet", sujet)
    pilote.remplir("Votre message", "Bonjour. Je n’ai rien reçu pour ces soins.")
    joindre(pilote, ("facture.jpg", photo(800, 600)))
    pilote.cliquer("Envoyer")
    assert pilote.titre == "Votre message est envoyé"
    pilote.lire("Réponse au plus tard le")
    pilote.suivre("Voir mon message")
    pilote.lire("Pas encore lu par votre caisse")


def joindre(pilote: Pilote, *fichiers: tuple[str, bytes]) -> None:
    pilote.joindre("Joindre des fichiers", *fichiers)


def telecharger(pilote: Pilote, nom: str) -> None:
    recue = pilote.telecharger(nom)
    assert Image.open(io.BytesIO(recue)).format == "JPEG"
    assert b"AppareilDeLea" not in recue
