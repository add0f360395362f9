"""The caisse asks for a document; the person sees it at home, sends a photo from a telephone, and reads that it has come."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.fabriques_fichiers import heic, photo
from tests.fabriques_iban import iban_francais
from tests.parcours.conftest import AVEC, RECITS, SANS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_iban import changer_d_iban

pytestmark = pytest.mark.navigateur

# A person of their own for each manner: people share one site here.
QUI = {AVEC.nom: ("patrick", 7_000_011), SANS.nom: ("camille", 7_000_012)}
AGENT = """
from accounts.models import Agent
from ameli.noyau.horloge import maintenant
from demarches.models import Demarche
from demarches.moteur import pieces, transitions
agent = Agent.objects.get(matricule="LANDES-01")
demarche = Demarche.objects.pour_agent(agent).get(reference="{reference}")
"""
DEMANDE = (
    AGENT
    + """
motif = "Le nom de la banque ne se lit pas."
pieces.demander(demarche, agent, libelle="RIB de votre banque", motif=motif, le=maintenant())
"""
)
ACCORD = (
    AGENT
    + """
assert [piece.octets()[:2] for piece in pieces.pieces_de(demarche)] == [b"\\xff\\xd8"] * 2
transitions.passer(demarche, "accepter", acteur=agent.compte.acteur)
"""
)


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_document_is_asked_for_and_a_photo_is_sent(piloter, site: Site, maniere):
    cle, numero = QUI[maniere.nom]
    persona, pilote = site.personas()[cle], piloter(maniere)
    entrer(pilote, persona)
    pilote.aller("/demarches/iban/")
    changer_d_iban(pilote, persona, iban_francais(30004, 12, numero))
    reference = reference_affichee(pilote)
    site.manage("shell", "-c", DEMANDE.format(reference=reference))

    pilote.aller("/")
    pilote.lire("Votre caisse attend un document")
    pilote.lire("À compléter")
    pilote.suivre("Envoyer")
    pilote.lire("Le nom de la banque ne se lit pas.")

    pilote.cliquer("Envoyer mon document")
    pilote.lire("Choisissez un fichier, ou prenez une photo.")
    choisir(pilote, ("IMG_0001.HEIC", heic()), ("rib recto.jpg", photo(1600, 1200, orientation=6)))
    if not maniere.javascript:
        pilote.cliquer("Ajouter ces fichiers")
    pilote.lire("IMG_0001.HEIC")
    pilote.lire("abîmé")
    pilote.lire("Fichiers prêts à partir")
    choisir(pilote, ("erreur.jpg", photo()), ("rib verso.jpg", photo()))
    if not maniere.javascript:
        pilote.cliquer("Ajouter ces fichiers")
    pilote.lire("rib verso.jpg (")
    if maniere.javascript:
        pilote.appuyer("Retirer erreur.jpg")
    else:
        pilote.cliquer("Retirer erreur.jpg")
    pilote.ne_plus_lire("erreur.jpg (")
    pilote.cliquer("Envoyer mon document")
    pilote.lire("Votre document est bien arrivé")

    recue = pilote.telecharger("rib recto.jpg")
    assert Image.open(io.BytesIO(recue)).size == (1200, 1600)
    assert b"AppareilDeLea" not in recue
    pilote.aller("/messagerie/")
    pilote.suivre("Nous avons reçu vos documents")
    pilote.lire("2\u00a0fichiers")

    site.manage("shell", "-c", ACCORD.format(reference=reference))
    pilote.aller(f"/suivi/{reference}/")
    pilote.lire("Compte enregistré")


def reference_affichee(pilote: Pilote) -> str:
    """The reference on the page of confirmation."""
    return pilote.ou.split("/suivi/")[1].split("/")[0]


def choisir(pilote: Pilote, *fichiers: tuple[str, bytes]) -> None:
    pilote.joindre("Votre document, en photo ou en PDF", *fichiers)
