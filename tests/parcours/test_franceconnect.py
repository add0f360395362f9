"""« S'identifier avec FranceConnect », through the practice provider: first time, next times, what cannot work, what lies."""

from __future__ import annotations

import re

import pytest

from ameli.bac_a_sable.models import ModeSimulateur
from tests.parcours.conftest import AVEC, RECITS, SANS
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur


def partir(pilote: Pilote) -> None:
    pilote.aller("/connexion/")
    pilote.cliquer("S’identifier avec FranceConnect")


def etre(pilote: Pilote, qui: str, chez: str = "Poste d’exercice") -> None:
    """From the sign-in page to the return, as `qui` (the beginning of a name)."""
    partir(pilote)
    pilote.suivre(chez)
    pilote.choisir(re.compile(rf"^\s*{qui}"))
    pilote.cliquer("Continuer")
    pilote.cliquer("Continuer vers le compte ameli")


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_who_has_no_account_opens_one_signs_out_and_comes_back(piloter, site: Site, maniere):
    site.manage("installer_bac_a_sable")
    hugo, pilote = site.personas()["hugo"], piloter(maniere)
    etre(pilote, "Hugo Ferrand")
    assert pilote.titre == "Bonjour Hugo, une dernière vérification"
    pilote.cliquer("Ouvrir mon compte")
    pilote.lire("Saisissez votre numéro de Sécurité sociale.")
    pilote.remplir("Numéro de Sécurité sociale", hugo["nir"])
    pilote.cliquer("Ouvrir mon compte")
    assert pilote.titre == "Acceptez les conditions d’utilisation"
    pilote.cliquer("J’accepte")
    assert pilote.titre == "Confirmez votre adresse de courriel"
    pilote.cliquer("Plus tard")
    assert pilote.ou == site.adresse + "/"
    pilote.lire("Hugo")
    pilote.cliquer("Se déconnecter")
    assert pilote.ou.startswith(site.adresse + "/connexion/")
    pilote.lire("Vous êtes déconnecté.")
    etre(pilote, "Hugo Ferrand", chez="Impôts d’exercice")
    pilote.cliquer("Plus tard")
    assert pilote.ou == site.adresse + "/"


def test_an_account_is_tied_once_whatever_the_way_of_writing_a_name(piloter, site: Site):
    pauline, pilote = site.personas()["pauline"], piloter(SANS)
    etre(pilote, "Pauline Casanova", chez="Impôts d’exercice")  # PAULINE LAETITIA
    pilote.remplir("Numéro de Sécurité sociale", pauline["nir"])
    pilote.cliquer("Continuer")
    assert pilote.ou == site.adresse + "/"


def test_who_was_born_abroad_is_found(piloter, site: Site):
    pilote = piloter(SANS)
    etre(pilote, "Nadia Belkacem")
    assert pilote.titre == "Bonjour Nadia, une dernière vérification"


@pytest.mark.parametrize(
    ("qui", "titre"),
    [
        ("Julie Dupouy", "Plusieurs dossiers portent votre identité"),
        ("Marthe Lescure", "Nous ne trouvons pas votre dossier"),
        ("Salimata Keïta", "Nous ne trouvons pas votre dossier"),
    ],
)
def test_who_cannot_be_found_reads_what_to_do(piloter, qui: str, titre: str):
    pilote = piloter(AVEC)
    etre(pilote, qui)
    assert pilote.titre == titre
    pilote.suivre("Revenir à la connexion")
    assert pilote.titre == "J’accède à mon compte ameli"


def test_who_gives_up_on_the_way_comes_back(piloter):
    pilote = piloter(AVEC)
    partir(pilote)
    pilote.suivre("Mutuelle agricole")
    pilote.cliquer("Continuer")
    pilote.lire("Choisissez une personne.")
    pilote.suivre("Annuler")
    assert pilote.titre == "Vous avez arrêté la connexion"
    pilote.cliquer("S’identifier avec FranceConnect")
    assert pilote.titre == "Quel compte voulez-vous utiliser\N{NO-BREAK SPACE}?"


@pytest.mark.parametrize(
    "mode", ["cle", "sans_alg", "nonce", "rejoue", "emetteur", "audience", "expire", "sans_acr", "autresub"]
)
def test_each_lie_of_the_provider_is_refused(piloter, mode: str):
    pilote = piloter(SANS)
    regler(pilote, mode)
    etre(pilote, "Léa Duprat")
    assert pilote.titre == "La connexion n’a pas abouti"


def test_new_keys_of_the_provider_are_followed(piloter):
    pilote = piloter(SANS)
    regler(pilote, "rotation")
    etre(pilote, "Marc Lafitte")
    assert pilote.titre == "Bonjour Marc, une dernière vérification"


def test_a_provider_that_is_slow_then_down(piloter, site: Site):
    pilote = piloter(SANS)
    regler(pilote, "lent")
    partir(pilote)
    assert pilote.titre == "Quel compte voulez-vous utiliser\N{NO-BREAK SPACE}?"
    regler(pilote, "refuse")
    partir(pilote)
    assert pilote.titre == "FranceConnect ne répond pas"


def regler(pilote: Pilote, mode: str) -> None:
    """On the page « Monde extérieur », for one request."""
    pilote.devenir_formateur()
    pilote.aller("/bac-a-sable/monde-exterieur/")
    pilote.remplir("Service", ModeSimulateur.Service.IDENTITE.label)
    pilote.remplir("Comportement", ModeSimulateur.Mode(mode).label)
    pilote.remplir("Pendant combien de demandes", "1")
    pilote.cliquer("Régler")
    pilote.lire("Le réglage est enregistré.")
