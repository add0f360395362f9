"""« Mot de passe oublié ? », from the sign-in page to the sign-in with the new one."""

from __future__ import annotations

import re

import pytest

from tests.parcours.conftest import AVEC, RECITS
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
NOUVEAU = "Maree-basse-79"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_somebody_who_forgot_chooses_a_new_password(piloter, site: Site, maniere):
    lea, pilote = site.personas()["lea"], piloter(maniere)
    pilote.aller("/connexion/")
    pilote.suivre("Mot de passe oublié")
    pilote.cliquer("Recevoir le mail")
    pilote.lire("Saisissez")
    pilote.remplir("Numéro de Sécurité sociale", lea["nir"])
    pilote.remplir("Date de naissance", "06/06/1990")
    pilote.recopier_le_captcha()
    pilote.cliquer("Recevoir le mail")
    if pilote.titre == "Mot de passe oublié":
        pilote.lire("recopiez les six caractères de l’image")
        pilote.recopier_le_captcha()
        pilote.cliquer("Recevoir le mail")
    assert pilote.titre == "Regardez vos courriels"
    pilote.aller(pilote.lien_du_courriel("lea", "Votre demande"))
    pilote.remplir("Nouveau mot de passe", "12345678")
    pilote.remplir("Le même mot de passe", "12345678")
    if maniere.javascript:
        pilote.lire("Il reste 3 règles à respecter.")
    pilote.cliquer("Valider le nouveau mot de passe")
    pilote.lire("Ajoutez une lettre majuscule.")
    pilote.remplir("Nouveau mot de passe", NOUVEAU)
    pilote.remplir("Le même mot de passe", NOUVEAU)
    pilote.cliquer("Valider le nouveau mot de passe")
    assert pilote.titre == "Votre mot de passe est changé"
    pilote.suivre("Me connecter")
    pilote.se_connecter({**lea, "mot_de_passe": NOUVEAU})
    pilote.lire("Léa")


def test_enter_sends_the_form_and_never_asks_for_another_image(piloter):
    pilote = piloter(AVEC)
    pilote.aller("/connexion/mot-de-passe-oublie/")
    champ = pilote.page.get_by_label(re.compile("Numéro de Sécurité sociale"))
    champ.fill("abc")
    with pilote.page.expect_navigation():
        champ.press("Enter")
    pilote.lire("Votre numéro contient seulement des chiffres")
