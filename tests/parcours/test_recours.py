"""Somebody does not recognise a care: from the line to the case, to the agent's decision, and back on the line."""

from __future__ import annotations

import re

import pytest

from tests.parcours.conftest import RECITS
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_creances import payer_au_kiosque

pytestmark = pytest.mark.navigateur


def ouvrir_un_soin(pilote: Pilote) -> str:
    """The last visit to a doctor; the address of its payment."""
    pilote.aller("/mes-paiements/?famille=SOINS")
    pilote.suivre("Médecin", dans=".paiements")
    return pilote.ou.removeprefix(pilote.adresse)


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_care_that_nobody_received_is_reported_followed_and_answered(piloter, site: Site, maniere):
    personne = piloter(maniere)
    entrer(personne, site.personas()["marc"])
    paiement = ouvrir_un_soin(personne)
    personne.suivre("Je ne reconnais pas ce soin")
    personne.remplir("Précisions", "J’étais en voyage.")
    personne.cliquer("Envoyer à ma caisse")
    personne.lire("Dites ce qui ne va pas.")
    personne.choisir("Je n’ai pas reçu ce soin")
    personne.cliquer("Envoyer à ma caisse")
    assert personne.titre == "Votre message est envoyé"
    personne.suivre("Voir mon message")
    personne.lire("J’étais en voyage.")
    personne.aller(paiement)
    personne.lire("Reçu par votre caisse")
    personne.suivre("Suivre mon signalement")
    assert personne.titre == "Mon signalement"
    personne.lire("Réponse au plus tard le")

    agent = entrer_au_guichet(piloter(maniere), "LANDES-01")
    agent.aller("/agents/paiements/signalement/")
    agent.cliquer("Lafitte", role="link", exact=False, dans="#result_list")
    agent.lire("J’étais en voyage.")
    agent.choisir("Le paiement sera corrigé")
    agent.cliquer("Enregistrer ma décision")
    agent.lire("Expliquez votre décision à la personne.")
    agent.remplir("Votre réponse à la personne", "Le cabinet s’est trompé de dossier.")
    agent.cliquer("Enregistrer ma décision")
    agent.lire("La décision est prise")

    personne.aller(paiement)
    personne.lire("Le paiement sera corrigé")
    personne.suivre("Suivre mon signalement")
    personne.suivre("Lire la conversation")
    personne.lire("Le cabinet s’est trompé de dossier.")


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_line_of_a_debt_is_contested_and_cancelled(piloter, site: Site, maniere):
    personne = piloter(maniere)
    entrer(personne, site.personas()["thomas"])
    ouvrir_l_avis(personne, "4012605000004562C")
    personne.suivre("Indemnités journalières versées en trop")
    personne.suivre("Contester cette ligne")
    personne.remplir("Vos explications", "J’avais repris le travail le 3.")
    personne.cliquer("Envoyer ma contestation")
    personne.lire("Dites pourquoi vous contestez.")
    personne.choisir("Le montant n’est pas le bon")
    personne.cliquer("Envoyer ma contestation")
    assert personne.titre == "Ma contestation"
    personne.lire("Cette ligne est suspendue")
    personne.suivre("Revenir aux lignes")
    personne.lire("Contestée")
    personne.lire("Rien à payer sur cet avis en ce moment.")

    agent = entrer_au_guichet(piloter(maniere), "LANDES-01")
    agent.aller("/agents/paiements/contestation/")
    agent.cliquer_sur("#result_list tbody a")
    agent.lire("recours amiable, suspensif")
    agent.choisir("La ligne est annulée")
    agent.remplir("Votre réponse à la personne", "Votre reprise est bien notée.")
    agent.cliquer("Enregistrer ma décision")
    agent.lire("un autre agent doit confirmer")
    second = entrer_au_guichet(piloter(maniere), "LANDES-02")
    second.aller("/agents/paiements/mouvement/")
    second.cliquer_sur("#result_list tbody a")
    second.lire("Votre reprise est bien notée.")
    second.choisir("Confirmer : c’est fait tout de suite")
    second.cliquer("Enregistrer ma décision")
    second.lire("La décision est prise")

    personne.aller("/mes-paiements/creances/")
    personne.suivre("Indemnités journalières versées en trop")
    personne.lire(re.compile(r"348,17\s€ annulés"))


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_debt_is_paid_in_three_months(piloter, site: Site, maniere):
    personne = piloter(maniere)
    entrer(personne, site.personas()["patrick"])
    personne.aller("/mes-paiements/")
    personne.lire("Votre solde à régler dépasse 100 €")
    ouvrir_l_avis(personne, "4012603000001231N")
    personne.suivre("Participations forfaitaires")
    personne.lire("Dr Paul Darrigade")
    assert "Laboratoire des Pins" in personne.telecharger(re.compile("pour un tableur")).decode("utf-8-sig")
    personne.suivre("Revenir aux lignes")
    personne.suivre("Payer en trois fois")
    personne.lire(re.compile(r"40,84\s€"))
    personne.cliquer("Demander à payer en trois fois")
    personne.lire("demande reçue")

    agent = entrer_au_guichet(piloter(maniere), "LANDES-01")
    agent.aller("/agents/paiements/echeancier/")
    agent.cliquer_sur("#result_list tbody a")
    agent.choisir("Accepter")
    agent.cliquer("Enregistrer ma décision")
    agent.lire("La décision est prise")

    personne.aller("/mes-paiements/creances/")
    personne.suivre("Participations forfaitaires et franchises", dans="main")
    personne.lire("Échéancier en cours")
    personne.cliquer(re.compile(r"^Payer 40,84"))
    assert "/creances/paiement/" in personne.ou
    payer_au_kiosque(personne, "0002")
    personne.attendre("Votre paiement est accepté.")
    site.manage("horloge", "avancer", "25h")
    personne.aller("/mes-paiements/creances/")
    personne.suivre("Participations forfaitaires et franchises", dans="#suivis + ul")
    personne.lire("payée")
    personne.aller("/messagerie/")
    personne.suivre("Vous pouvez payer en trois fois")
    personne.lire("Une semaine avant chaque date")


def ouvrir_l_avis(pilote: Pilote, reference: str) -> None:
    pilote.aller("/mes-paiements/creances/")
    pilote.remplir("Référence de l’avis", reference)
    pilote.cliquer("Rechercher")
    assert pilote.titre == "Choisir ce que je paie"
