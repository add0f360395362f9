"""A family orders its European cards the week before leaving, in each way that people use the site."""

from __future__ import annotations

import re

import pytest

from tests.outils.pdf import texte, verifier_structure
from tests.parcours.conftest import MANIERES
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_iban import se_connecter

pytestmark = pytest.mark.navigateur

# People share one site and one clock here: one for each manner, who has no card yet.
QUI = {"avec JavaScript": "nadia", "sans JavaScript": "patrick", "320 px": "sylvie", "au clavier": "bernard"}


@pytest.mark.parametrize("maniere", MANIERES, ids=lambda maniere: maniere.nom)
def test_a_card_is_ordered_the_certificate_comes_at_once_and_the_card_after_ten_days(piloter, site: Site, maniere):
    persona = site.personas()[QUI[maniere.nom]]
    pilote = piloter(maniere)
    se_connecter(pilote, persona)
    pilote.aller("/demarches/")
    pilote.suivre("Carte européenne d’assurance maladie (CEAM)")
    pilote.cliquer("Commencer")
    commander(pilote, persona)

    contenu = telecharger(pilote, re.compile("certificat provisoire"))
    assert not verifier_structure(contenu)
    assert persona["nom"].upper() in texte(contenu).upper()

    pilote.aller("/bac-a-sable/horloge/")
    pilote.cliquer("10 jours", exact=False)
    pilote.lire("Le temps a avancé")
    pilote.aller("/suivi/")
    pilote.lire("Carte reçue")
    pilote.aller("/demarches/ceam/")
    pilote.cliquer("Commencer")
    pilote.lire("Carte valable jusqu’au")
    pilote.suivre("Voir l’image de la carte")
    pilote.lire("Cette image ne remplace pas la carte.")
    pilote.lire(persona["nom"].upper())


def commander(pilote: Pilote, persona: dict) -> None:
    assert pilote.titre == "Vos cartes européennes"
    moi = pilote.page.get_by_label(re.compile(rf"{persona['prenom']}.*\(vous\)")).first
    if not moi.is_checked():
        pilote.cliquer("Commander ma carte")
        pilote.lire("Cochez au moins une personne.")
        pilote._cocher(pilote.page.get_by_label(re.compile(rf"{persona['prenom']}.*\(vous\)")).first)
    pilote.cliquer("Commander ma carte")
    assert pilote.titre == "Votre départ"
    pilote.choisir("Oui")
    pilote.cliquer("Valider")
    assert pilote.titre == "Vérifiez vos informations"
    pilote.lire("Certificat provisoire")
    pilote.cliquer("Continuer")
    assert pilote.titre == "Votre commande est enregistrée"


def telecharger(pilote: Pilote, nom: re.Pattern[str]) -> bytes:
    with pilote.page.expect_download() as attendu:
        pilote._activer(pilote.page.get_by_role("link", name=nom).first)
    return attendu.value.path().read_bytes()
