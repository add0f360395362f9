"""Somebody asks for a bill from abroad to be paid back, from the start to the receipt: a likely refusal is said before the button."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from ameli.noyau.pays import a_l_etranger
from demarches.catalogue.soins_etranger import natures
from demarches.moteur.fichiers_d_exemple import piece
from paiements.devises import devises
from tests.parcours.conftest import RECITS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
TITRE = "Demander un remboursement de soins à l’étranger"
PIECES = ("Factures acquittées", "Preuves de paiement", "Justificatif de séjour")
QUI = {"avec JavaScript": "chloe", "sans JavaScript": "lucie"}  # one request for a country at a time


def il_y_a(jours: int) -> str:
    return f"{date.today() - timedelta(days=jours):%d/%m/%Y}"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_a_bill_from_spain_is_sent_with_the_tariff_that_one_chose(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()[QUI[maniere.nom]])
    demander(pilote)
    pilote.lire("Votre demande est envoyée")
    pilote.aller("/suivi/")
    pilote.lire(TITRE)


def _choisir(pilote: Pilote, libelle: str, code: str, choix: Sequence[tuple[str, str]]) -> None:
    pilote.choisir_la_ligne(libelle, [une for une, _ in choix].index(code))


def demander(pilote: Pilote) -> None:
    """The whole way, the documents by this computer."""
    aller_aux_pieces(pilote)
    for libelle in PIECES:
        pilote.joindre(libelle, (f"{libelle}.jpg", piece(libelle.upper())))
        if pilote.javascript:  # a script sends it by itself
            pilote.lire(re.compile(rf"{re.escape(libelle)}\.jpg.*prêt à partir"))
    if not pilote.javascript:
        pilote.cliquer("Ajouter ces fichiers")
    envoyer(pilote)


def envoyer(pilote: Pilote) -> None:
    pilote.choisir(re.compile("J’atteste sur l’honneur"))
    pilote.cliquer("Je valide ma demande")


def aller_aux_pieces(pilote: Pilote) -> None:
    """As far as the check page, with a yen that had cents at first."""
    pilote.aller("/demarches/")
    pilote.suivre(TITRE)
    pilote.lire("Ce qui peut être remboursé")
    pilote.cliquer("Je démarre ma demande")
    pilote.lire("Compte bancaire")
    _choisir(pilote, "Votre situation au moment des soins", "ETUDIANT", natures.SITUATIONS)
    pilote.cliquer("Suivant")
    pilote.cocher('input[name="personne"]')
    pilote.choisir("Une maladie soudaine")
    pilote.cocher('input[name="tiers"][value="non"]')
    pilote.cliquer("Suivant")
    pilote.remplir("Date du soin", il_y_a(40))
    pilote.choisir_la_ligne("Nature du soin", 1)
    pilote.remplir("Montant payé", "8 500,50")
    pilote.choisir_la_ligne("Monnaie", list(devises()).index("JPY"))
    pilote.cocher('input[name="prescrit"][value="non"]')
    pilote.cliquer("Suivant")
    pilote.lire("Cette monnaie n’a pas de centimes")
    pilote.remplir("Montant payé", "60")
    pilote.choisir_la_ligne("Monnaie", list(devises()).index("EUR"))
    pilote.cliquer("Suivant")
    pilote.cliquer("Continuer")
    _choisir(pilote, "Pays des soins", "ES", (natures.CHOISIR, *a_l_etranger()))
    pilote.remplir("Début du séjour", il_y_a(45))
    pilote.remplir("Fin du séjour", il_y_a(35))
    _choisir(pilote, "Motif du séjour", "VACANCES", natures.MOTIFS_DE_SEJOUR)
    for nom, valeur in (("hopital", "non"), ("ceam", "oui"), ("deja_pris", "non")):
        pilote.cocher(f'input[name="{nom}"][value="{valeur}"]')
    pilote.cliquer("Suivant")
    pilote.lire("8 à 12 mois")
    pilote.cliquer("Suivant")
    pilote.lire("Nous ne choisissons pas pour vous")
    pilote.choisir("Tarif français")
    pilote.cliquer("Suivant")
    pilote.lire("Rien n’est encore envoyé")
    pilote.cliquer("Suivant")
    pilote.lire("remboursés")
