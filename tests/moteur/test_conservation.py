"""A closed démarche is kept for the time that its declaration says; then what was answered goes, that it existed remains."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.apps import apps

from ameli.noyau import horloge
from ameli.noyau.calendrier import mois
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.journal.models import Entree
from ameli.noyau.televersement import verifier
from demarches.models import Attente, Demarche, Etat, Evenement
from demarches.moteur import pieces, transitions
from demarches.moteur.declaration import Conservation
from demarches.moteur.depot import deposer
from demarches.suivi import papier
from documents.models import Document, Piece
from documents.moteur import produire
from tests.fabriques import connecter, creer_agent
from tests.fabriques_fichiers import envoi, pdf
from tests.moteur.test_transitions import brouillon_de, relire
from tests.outils.salles import changer

CINQ_ANS = 5 * 366


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def close(essai, lea) -> Demarche:
    """With a document, a summary on paper and a reason."""
    demarche = deposer(brouillon_de(lea))
    agent = creer_agent(caisse=lea.caisse)
    pieces.demander(demarche, agent, libelle="Acte de naissance", motif="Le nom diffère.", le=demarche.deposee_le)
    pieces.recevoir(demarche, [verifier(envoi("acte.pdf", pdf()))], lea.compte, le=demarche.deposee_le)
    produire(papier.composer(demarche), assure=lea, acteur=lea.compte.acteur)
    return transitions.passer(demarche, "refuser", acteur=agent.compte.acteur, motif="Cette couleur ne va pas à Léa.")


def attendre(jours: int) -> None:
    horloge.regler_decalage(timedelta(days=jours))
    balayer()


def test_before_its_time_everything_is_there(close, lea):
    attendre(5 * 365 - 2)
    assert relire(close).reponses["couleur"]["couleur"] == "bleu"
    assert Piece.objects.de(lea).exists()


@pytest.mark.django_db(transaction=True)
def test_after_its_time_answers_papers_and_pieces_are_gone_with_their_bytes(close, lea, dossier):
    assert len([f for f in dossier.rglob("*") if f.is_file()]) == 2
    attendre(CINQ_ANS)
    relue = relire(close)
    assert (relue.reponses, relue.recapitulatif) == ({}, {})
    assert relue.oubliee_le == mois(60).apres(close.close_le)
    assert not Piece.objects.de(lea).exists()
    assert not Document.objects.de(lea).exists()
    assert not [f for f in dossier.rglob("*") if f.is_file()]


def test_what_remains_is_that_it_existed(close, lea):
    avant = Entree.objects.count()
    attendre(CINQ_ANS)
    relue = relire(close)
    assert (relue.reference, relue.etat, relue.close_le) == (close.reference, Etat.REFUSEE, close.close_le)
    assert not Evenement.objects.systeme("test").filter(demarche=close).exclude(motif="").exists()
    assert Evenement.objects.systeme("test").filter(demarche=close).count() == 4
    assert not Attente.objects.de(lea).exclude(motif="", libelle="").exists()
    assert Entree.objects.count() == avant + 1
    assert Entree.objects.get(genre="demarche.oubliee").donnees == {"pieces": 1}


def test_a_declaration_that_keeps_longer_now_is_heeded(close, essai):
    changer(essai, conservation=Conservation(close=mois(72)))
    attendre(CINQ_ANS)
    assert relire(close).reponses
    attendre(6 * 366)
    assert not relire(close).reponses


def test_its_page_says_why_nothing_is_left_to_show(close, lea, client):
    attendre(CINQ_ANS)
    connecter(client, lea.compte)
    page = client.get(f"/suivi/{close.reference}/").content.decode()
    assert "Nous ne gardons plus le détail de cette démarche" in page
    assert "recapitulatif.pdf" not in page
    suite = client.get(f"/suivi/{close.reference}/recapitulatif.pdf", follow=True)
    assert "Nous ne gardons plus le détail de cette démarche" in suite.content.decode()


def test_demarches_that_were_closed_before_get_their_date(close):
    Echeance.objects.filter(genre="demarche.conservation").delete()
    migration = importlib.import_module("demarches.migrations.0003_conservation")
    migration.prevoir_les_anciennes(apps, None)
    migration.prevoir_les_anciennes(apps, None)
    assert Echeance.objects.get(genre="demarche.conservation").du_le == mois(60).apres(close.close_le)
    attendre(CINQ_ANS)
    assert not relire(close).reponses
