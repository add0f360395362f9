"""Thieves play against the whole product: each is stopped where the site promises it, and nothing is lost."""

from __future__ import annotations

import json

import pytest

from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

# Where each one must stop: a story that ends elsewhere, were it with nothing lost, is not the story any more.
JUSQU_OU = {
    "Mot de passe hameçonné": "arrêté par le code envoyé par courriel",
    "Mot de passe hameçonné, sur le même réseau": "arrêté par le code envoyé par courriel",
    "Boîte de courriel volée": "IBAN saisi, arrêté par le numéro de série de la carte",
    "Numéro de série de la carte connu": "arrêté par le mot de passe",
    "Boîte, numéro de série et mot de passe volés": "demande d’IBAN déposée",
    "Code de l’IBAN relayé au téléphone": "demande d’IBAN déposée",
    "Cookie de session volé": "IBAN saisi, arrêté par le code de sécurité",
    "Téléphone volé, déverrouillé": "IBAN saisi, arrêté par le numéro de série de la carte",
    "Lien de mot de passe oublié volé": "arrêté par le code envoyé par courriel",
    "Adresse de courriel changée, puis IBAN": "adresse changée, changement d’IBAN refusé d’emblée",
    "Code provisoire demandé par un imposteur": "identité crue, code parti sur le mobile de la victime",
    "Agent malhonnête, seul": "dans le compte, IBAN saisi, arrêté par le code de sécurité",
    "Identité FranceConnect volée": "dans le compte, IBAN saisi, arrêté par le code de sécurité",
}


def test_thieves_are_stopped_and_nothing_is_lost(site: Site):
    lignes = {
        une["scenario"]: une
        for une in json.loads(site.manage("exercice_piratage", "--site", site.adresse, "--format", "json"))
    }
    assert {titre: une["jusqu_ou"] for titre, une in lignes.items()} == JUSQU_OU
    assert {une["perdu"] for une in lignes.values()} == {"0"}
    tout = lignes["Boîte, numéro de série et mot de passe volés"]
    assert tout["retenu"] == "45.80", "due after the new IBAN, before its first payment"
    assert "Changement de vos coordonnées bancaires" in tout["vu"]
    assert "gèle" in lignes["Téléphone volé, déverrouillé"]["reaction"]
    muettes = [titre for titre, une in lignes.items() if not une["vu"]]
    assert muettes == ["Numéro de série de la carte connu"], "the owner of every other account is told"
