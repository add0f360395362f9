"""A new e-mail and a new mobile: proved on the new one, told on the old one, taken back from there."""

from __future__ import annotations

import pytest

from tests.parcours.conftest import RECITS
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
NEUVE, AUTRE = "lea.neuve@exemple.fr", "lea.autre@exemple.fr"
TOUS = ""  # whose mail: a new address is nobody's before it is confirmed


@pytest.fixture(params=RECITS, ids=lambda maniere: maniere.nom)
def maniere(request):
    return request.param


@pytest.fixture
def lea(site: Site) -> dict:
    return site.personas()["lea"]


@pytest.fixture
def pilote(piloter, maniere, lea) -> Pilote:
    """Léa, signed in, on Mes informations."""
    pilote = piloter(maniere)
    entrer(pilote, lea)
    pilote.aller("/mes-informations/")
    return pilote


def demander_courriel(pilote: Pilote, adresse: str) -> None:
    pilote.remplir("Nouvelle adresse de courriel", adresse)
    pilote.remplir("La même adresse", adresse)
    pilote.cliquer("Recevoir le lien")
    pilote.lire("Il reste à ouvrir le lien.")
    pilote.lire(adresse)


def lien_recu(pilote: Pilote, objet: str) -> str:
    """The path of the link in the last mail of that subject."""
    return pilote.lien_du_courriel(TOUS, objet)


def code_recu(pilote: Pilote) -> str:
    """The code of the last SMS."""
    return pilote.lire_le_courriel(TOUS, "votre code est", r"votre code est (\d{3} \d{3})")


def test_a_stolen_mailbox_is_taken_back_from_the_old_address(pilote, piloter, maniere):
    pilote.suivre("Modifier mon courriel")
    demander_courriel(pilote, NEUVE)
    pilote.aller(lien_recu(pilote, "Confirmez votre nouvelle adresse"))
    pilote.lire(NEUVE)
    pilote.cliquer("Confirmer ma nouvelle adresse")
    assert pilote.titre == "Votre nouvelle adresse est enregistrée"
    pilote.ouvrir_le_courriel("lea", "Votre nouvelle adresse est enregistrée").fermer()
    pilote.aller("/messagerie/")
    pilote.suivre("Un de vos contacts a changé")
    assert NEUVE not in pilote.html

    pilote.aller("/demarches/iban/")
    pilote.lire("depuis moins de 7 jours")
    assert pilote.boutons("Commencer") == 0

    ancienne = piloter(maniere)
    lien = lien_recu(pilote, "Un de vos contacts a changé")
    ancienne.aller(lien)
    assert ancienne.titre == "Ce changement n’était pas de vous\N{NO-BREAK SPACE}?"
    assert NEUVE not in ancienne.html
    ancienne.cliquer("Annuler ce changement")
    assert ancienne.titre == "Le changement est annulé"
    ancienne.lire("Votre compte est gelé")
    ancienne.aller(lien)
    assert ancienne.titre == "Ce lien ne fonctionne plus"
    pilote.aller("/mes-informations/")
    assert "/connexion/" in pilote.ou


def test_an_address_that_waits_is_given_up_on_screen(pilote):
    pilote.suivre("Modifier mon courriel")
    pilote.remplir("Nouvelle adresse de courriel", "lea@yopmail.com")
    pilote.remplir("La même adresse", AUTRE)
    pilote.cliquer("Recevoir le lien")
    pilote.lire("N’entrez jamais vos vrais numéros ici")
    demander_courriel(pilote, AUTRE)
    lien = lien_recu(pilote, "Confirmez votre nouvelle adresse")
    pilote.cliquer("Abandonner ce changement")
    pilote.lire("Le changement d’adresse est abandonné.")
    pilote.aller(lien)
    assert pilote.titre == "Ce lien ne fonctionne plus"


def test_a_new_mobile_is_proved_by_the_code_it_receives(pilote):
    pilote.suivre("Modifier mon téléphone mobile")
    pilote.remplir("Nouveau numéro de mobile", "05 36 49 00 01")
    pilote.cliquer("Recevoir le code")
    assert pilote.titre_de_la_fenetre.startswith("Erreur")
    pilote.remplir("Nouveau numéro de mobile", "+33 6 39 98 00 77")
    pilote.cliquer("Recevoir le code")
    assert pilote.titre == "Confirmez votre numéro"
    code = code_recu(pilote)
    pilote.remplir("Code reçu par SMS", "111 111" if code != "111 111" else "222 222")
    pilote.cliquer("Valider")
    pilote.lire("Il vous reste 2 essais.")
    pilote.remplir("Code reçu par SMS", code)
    pilote.cliquer("Valider")
    pilote.lire("Votre numéro de mobile est changé.")
    pilote.ouvrir_le_courriel("lea", "Un de vos contacts a changé").fermer()
    pilote.ouvrir_le_courriel("lea", "votre numéro de mobile").fermer()
