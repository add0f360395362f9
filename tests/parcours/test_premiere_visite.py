"""« Première visite ? Créer un compte », then the first steps inside: contacts, devices, who looked."""

from __future__ import annotations

import re

import pytest

from tests.parcours.conftest import MANIERES
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_iban import se_connecter

pytestmark = pytest.mark.navigateur
MOT = "Maree-basse-79"
ADRESSE = "hugo.ferrand@exemple.net"


def lien_du_courriel(pilote: Pilote, site: Site, cle: str, objet: str) -> str:
    """The path of the link in the first mail of that subject."""
    courriel = pilote.ouvrir_le_courriel(cle, objet)
    lien = re.search(r"https?://\S+jeton=[\w-]+", courriel.page.locator("main").inner_text())
    assert lien is not None
    courriel.page.close()
    return lien[0].removeprefix(site.adresse)


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
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
    pilote.aller(lien_du_courriel(pilote, site, "hugo", "Confirmez votre adresse"))
    pilote.cliquer("Confirmer mon adresse")
    assert pilote.titre == "Votre adresse est confirmée"
    pilote.suivre("Me connecter")
    pilote.se_connecter({**hugo, "mot_de_passe": MOT})
    assert pilote.titre == "Bonjour Hugo"


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
def test_somebody_changes_their_address_and_the_old_one_takes_it_back(piloter, site: Site, maniere):
    lea, pilote = site.personas()["lea"], piloter(maniere)
    se_connecter(pilote, lea)
    pilote.aller("/mes-informations/")
    pilote.suivre("Modifier mon courriel")
    pilote.remplir("Nouvelle adresse de courriel", "lea@yopmail.com")
    pilote.remplir("La même adresse", "lea@yopmail.com")
    pilote.cliquer("Recevoir le lien")
    pilote.lire("Cette adresse est temporaire")
    pilote.remplir("Nouvelle adresse de courriel", "lea.neuve@exemple.net")
    pilote.remplir("La même adresse", "lea.neuve@exemple.net")
    pilote.cliquer("Recevoir le lien")
    pilote.lire("Il reste à ouvrir le lien.")
    pilote.aller(lien_du_courriel(pilote, site, "lea", "Confirmez votre nouvelle adresse"))
    pilote.cliquer("Confirmer ma nouvelle adresse")
    assert pilote.titre == "Votre nouvelle adresse est enregistrée"
    ancienne = piloter(MANIERES[1])
    ancienne.aller(lien_du_courriel(pilote, site, "lea", "Un de vos contacts a changé"))
    assert ancienne.titre == "Ce changement n’était pas de vous\N{NO-BREAK SPACE}?"
    ancienne.cliquer("Annuler ce changement")
    assert ancienne.titre == "Le changement est annulé"
    pilote.aller("/mes-informations/")
    assert "/connexion/" in pilote.page.url


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
def test_somebody_visits_their_security_and_freezes_their_account(piloter, site: Site, maniere):
    lea, pilote = site.personas()["lea"], piloter(maniere)
    se_connecter(pilote, lea)
    pilote.aller("/mes-informations/")
    pilote.suivre("Ma sécurité")
    for page, titre in (
        ("Mon mot de passe", "Changer mon mot de passe"), ("Mon téléphone mobile", "Changer mon téléphone mobile"),
        ("Clé d’accès", "Clé d’accès et application de codes"), ("Mes appareils", "Mes appareils"),
        ("Mes connexions", "Mes connexions"), ("Qui a consulté", "Qui a consulté mon dossier"),
        ("Mes alertes", "Mes alertes et courriels"), ("FranceConnect", "FranceConnect"), ("Mes données", "Mes données"),
        ("Fermer mon compte", "Fermer mon compte"),
    ):  # fmt: skip
        pilote.aller("/mes-informations/securite/")
        pilote.suivre(page, dans=pilote.page.locator("main"))
        assert pilote.titre == titre
    pilote.aller("/mes-informations/securite/appareils/")
    pilote.cliquer("Déconnecter tous les autres appareils")
    pilote.lire("Tous les autres appareils sont déconnectés.")
    pilote.aller("/mes-informations/securite/notifications/")
    pilote.choisir(re.compile("à chaque connexion"))
    pilote.cliquer("Enregistrer")
    pilote.lire("Vos choix sont enregistrés.")
    pilote.aller("/mes-informations/securite/geler/")
    pilote.cliquer("Geler mon compte")
    assert pilote.titre == "Votre compte est gelé"
