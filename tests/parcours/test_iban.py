"""The journey of the README, as a new user lives it, in each way that people use the site."""

from __future__ import annotations

import re

import pytest

from tests.fabriques_iban import iban_francais
from tests.outils.pdf import texte, verifier_structure
from tests.parcours.conftest import MANIERES
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

# A person and an IBAN of their own for each manner: people share one site and one clock here.
QUI = {
    "avec JavaScript": ("lea", "FR76 1333 5000 4008 9701 2345 694"),
    "sans JavaScript": ("marc", "FR14 2004 1010 0505 0001 3M02 606"),
    "320 px, au clavier": ("thomas", iban_francais(30004, 12, 7_000_002)),
}
BIENTOT = "Compte enregistré avant le"


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
def test_a_new_user_changes_an_iban_sees_it_after_48_hours_and_downloads_the_attestation(piloter, site: Site, maniere):
    cle, iban = QUI[maniere.nom]
    persona = site.personas()[cle]
    pilote = piloter(maniere)

    se_connecter(pilote, persona)
    pilote.suivre("démarches", dans="nav.onglets")
    pilote.suivre("Modifier mes coordonnées bancaires")
    changer_d_iban(pilote, persona, iban)
    pilote.lire(BIENTOT)

    pilote.aller("/mes-informations/")
    pilote.lire("en cours")
    pilote.avancer(bouton="48 heures")

    pilote.aller("/mes-informations/")
    fin = iban.replace(" ", "")[-3:]
    pilote.lire(re.compile(rf"FR\d\d •••• •••• {fin}"))
    assert iban.replace(" ", "") not in pilote.html.replace(" ", "").replace("\u00a0", "")
    pilote.aller("/messagerie/")
    pilote.suivre("Vos coordonnées bancaires sont enregistrées")
    telecharger_l_attestation(pilote, persona)
    se_deconnecter(pilote)


def se_connecter(pilote: Pilote, persona: dict) -> None:
    pilote.aller("/connexion/")
    pilote.se_connecter(persona)
    assert pilote.titre == f"Bonjour {persona['prenom']}"


def changer_d_iban(pilote: Pilote, persona: dict, iban: str, bic: str = "") -> None:
    pilote.cliquer("Commencer")
    assert pilote.titre == "Le titulaire du compte"
    pilote.remplir("Nom du titulaire", "Éléonore É")
    pilote.cliquer("Suivant")
    assert pilote.titre_de_la_fenetre.startswith("Erreur")
    pilote.remplir("Nom du titulaire", persona["nom"])
    pilote.cliquer("Suivant")
    pilote.remplir("IBAN", iban)
    if bic:
        pilote.remplir("BIC", bic)
    pilote.cliquer("Suivant")
    finir(pilote, persona)


def finir(pilote: Pilote, persona: dict) -> None:
    """From the two proofs to the confirmation."""
    assert pilote.titre == "Confirmez que c’est bien vous"
    pilote.remplir("Code de sécurité", code_recu(pilote, persona))
    pilote.remplir("Numéro de série", persona["serie_vitale"])
    pilote.cliquer("Suivant")
    assert pilote.titre == "Vérifiez vos informations"
    pilote.cliquer("Valider")
    pilote.lire("Cochez la case")
    pilote.choisir("J’atteste sur l’honneur")
    pilote.cliquer("Valider")
    assert pilote.titre == "Votre demande est envoyée"


def code_recu(pilote: Pilote, persona: dict) -> str:
    """Read in the practice letter box, in a second tab."""
    return pilote.lire_le_courriel(persona["cle"], "Votre code de sécurité", r"code de sécurité\s: (\d{4})")


def telecharger_l_attestation(pilote: Pilote, persona: dict) -> None:
    pilote.aller("/documents/attestation-de-droits/")
    pilote.cliquer("Valider")
    contenu = pilote.telecharger(re.compile("Télécharger|PDF"))
    assert not verifier_structure(contenu)
    assert persona["nom"].upper() in texte(contenu).upper()


def se_deconnecter(pilote: Pilote) -> None:
    pilote.aller("/")
    pilote.cliquer("Se déconnecter")
    pilote.lire("Vous êtes déconnecté.")
