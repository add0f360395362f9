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
    pilote.suivre("démarches", dans=pilote.page.get_by_role("navigation", name="Rubriques du compte"))
    pilote.suivre("Modifier mes coordonnées bancaires")
    changer_d_iban(pilote, persona, iban)
    pilote.lire(BIENTOT)

    pilote.aller("/mes-informations/")
    pilote.lire("en cours")
    avancer_de_48_heures(pilote)

    pilote.aller("/mes-informations/")
    fin = iban.replace(" ", "")[-3:]
    pilote.lire(re.compile(rf"FR\d\d •••• •••• {fin}"))
    assert iban.replace(" ", "") not in pilote.page.content().replace(" ", "").replace("\u00a0", "")
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
    assert pilote.page.title().startswith("Erreur")
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
    onglet = pilote.ouvrir_le_courriel(persona["cle"], "Votre code de sécurité")
    code = re.search(r"code de sécurité\s: (\d{4})", onglet.page.locator("main").inner_text())
    assert code is not None
    onglet.page.close()
    return code.group(1)


def avancer_de_48_heures(pilote: Pilote) -> None:
    pilote.devenir_formateur()
    pilote.aller("/bac-a-sable/horloge/")
    pilote.cliquer("48 heures", exact=False)
    pilote.lire("Le temps a avancé")


def telecharger_l_attestation(pilote: Pilote, persona: dict) -> None:
    pilote.aller("/documents/attestation-de-droits/")
    pilote.cliquer("Valider")
    with pilote.page.expect_download() as attendu:
        pilote._activer(pilote.page.get_by_role("link", name=re.compile("Télécharger|PDF")).first)
    contenu = attendu.value.path().read_bytes()
    assert not verifier_structure(contenu)
    assert persona["nom"].upper() in texte(contenu).upper()


def se_deconnecter(pilote: Pilote) -> None:
    pilote.aller("/")
    pilote.cliquer("Se déconnecter")
    pilote.lire("Vous êtes déconnecté.")
