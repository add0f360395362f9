"""« Première visite ? Créer un compte », from the first page to the first sign-in."""

from __future__ import annotations

import re

import pytest

from tests.parcours.conftest import RECITS
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur
MOT = "Maree-basse-79"
ADRESSE = "hugo.ferrand@exemple.fr"


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_somebody_opens_their_account_with_card_and_bank_details(piloter, site: Site, maniere):
    hugo, pilote = site.personas()["hugo"], piloter(maniere)
    pilote.aller("/connexion/")
    pilote.suivre("Créer un compte")
    pilote.cliquer("Continuer")
    pilote.lire("Saisissez votre nom.")
    pilote.remplir("Numéro de Sécurité sociale", hugo["nir"])
    pilote.remplir("Nom de naissance", "ferrand")
    pilote.remplir("Date de naissance", "05/12/1996")
    pilote.remplir("Code postal", hugo["code_postal"])
    pilote.cliquer("Continuer")
    assert pilote.titre == "Votre carte et votre RIB"
    pilote.remplir("7 derniers chiffres", "0000000")
    pilote.remplir("7 derniers caractères", hugo["iban"][-7:])
    pilote.recopier_le_captcha()
    pilote.cliquer("Continuer")
    pilote.lire("Nous ne pouvons pas ouvrir de compte avec ces informations.")
    pilote.remplir("7 derniers chiffres", hugo["serie_vitale"])
    pilote.remplir("7 derniers caractères", hugo["iban"].replace(" ", "")[-7:])
    pilote.recopier_le_captcha()
    pilote.cliquer("Continuer")
    assert pilote.titre == "Bonjour Hugo, choisissez votre accès"
    pilote.remplir("Adresse de courriel", ADRESSE)
    pilote.remplir("La même adresse", ADRESSE)
    pilote.remplir("Nouveau mot de passe", MOT)
    pilote.remplir("Le même mot de passe", MOT)
    pilote.cliquer("Valider")
    pilote.lire("Cochez la case pour accepter")
    pilote.remplir("Nouveau mot de passe", MOT)
    pilote.remplir("Le même mot de passe", MOT)
    pilote.choisir(re.compile("J’accepte les"))
    pilote.cliquer("Valider")
    assert pilote.titre == "Vérifiez votre messagerie"
    pilote.aller(pilote.lien_du_courriel("hugo", "Confirmez votre adresse"))
    pilote.cliquer("Confirmer mon adresse")
    assert pilote.titre == "Votre adresse est confirmée"
    pilote.suivre("Me connecter")
    pilote.se_connecter({**hugo, "mot_de_passe": MOT})
    assert pilote.titre == "Bonjour Hugo"
