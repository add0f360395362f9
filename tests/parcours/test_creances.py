"""« Payer une créance »: the reference, the lines, the kiosk, and what the account says of it."""

from __future__ import annotations

import re

import pytest

from tests.parcours.conftest import RECITS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur


def payer_au_kiosque(pilote: Pilote, carte: str, bouton: str = "Payer") -> None:
    """From the page « Votre paiement » to the kiosk and back."""
    assert pilote.titre == "Votre paiement"
    pilote.cliquer("Aller au kiosque bancaire")
    pilote.lire("Aucun paiement réel")
    pilote.choisir(re.compile(rf"{carte}\s"))
    pilote.cliquer(bouton)
    assert pilote.titre == "État de votre paiement"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_somebody_pays_a_notice_is_refused_once_and_reads_it_on_their_account(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["patrick"])
    pilote.aller("/mes-paiements/")
    pilote.suivre("Payer une créance")
    pilote.remplir("Référence de l’avis", "4012 6030 0000")
    pilote.cliquer("Rechercher")
    pilote.lire("La référence a 16 chiffres, puis 1 lettre.")
    pilote.remplir("Référence de l’avis", "4012 6030 0000 1231 n")
    pilote.cliquer("Rechercher")
    assert pilote.titre == "Choisir ce que je paie"
    pilote.cliquer("Payer")
    pilote.lire("Cochez au moins une ligne à payer.")
    pilote.choisir(re.compile("^Payer"), rang=2)
    pilote.cliquer("Payer")
    payer_au_kiosque(pilote, "0010")
    pilote.attendre("Rien n’a été débité.")

    pilote.suivre("Retour")
    pilote.remplir("Référence de l’avis", "4012603000001231N")
    pilote.cliquer("Rechercher")
    pilote.choisir(re.compile("^Payer"), rang=2)
    pilote.cliquer("Payer")
    payer_au_kiosque(pilote, "0002")
    pilote.attendre("Votre paiement est accepté.")
    assert pilote.telecharger(re.compile("Télécharger le reçu")).startswith(b"%PDF")
    pilote.aller("/messagerie/")
    pilote.suivre("Votre paiement est reçu")
    pilote.lire("22,50")
    site.manage("horloge", "avancer", "25h")
    pilote.aller("/mes-paiements/creances/")
    pilote.lire("enregistré.")


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_balance_is_paid_without_a_letter_and_without_news_the_account_asks_by_itself(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["patrick"])
    pilote.aller("/mes-paiements/creances/")
    pilote.lire("Votre solde est de")
    pilote.cliquer("Payer mon solde")
    pilote.choisir(re.compile("^Payer"))
    pilote.cliquer("Payer")
    payer_au_kiosque(pilote, "0077")
    pilote.lire("en cours de vérification")
    site.manage("horloge", "avancer", "1h")
    pilote.attendre("Votre paiement est accepté.")
