"""docs/securite/regles.md tells the figures of the code; nothing secret or slow is left out of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.connexion.agents import roles
from accounts.connexion.regles_mot_de_passe import LONGUEUR_MAXIMALE, LONGUEUR_MINIMALE, MOTS_DU_SITE
from accounts.models import Voie
from accounts.securite import codes
from accounts.securite.portes import PORTES, TITULAIRE, Secours, tableau
from accounts.securite.promesses import TABLE
from ameli.configuration import VARIABLES
from ameli.noyau.chiffrement import ChampChiffre
from ameli.noyau.saisie.champs import ChampCourriel, ChampMobile, ChampNir, ChampSerie
from ameli.noyau.saisie.champs_dates import ChampNaissance
from ameli.noyau.televersement.lecteur import FORMATS
from ameli.noyau.televersement.noms import EXTENSIONS
from demarches.catalogue.iban.regles import iban

REGLES = (Path(__file__).resolve().parents[2] / "docs" / "securite" / "regles.md").read_text(encoding="utf-8")
APPS = ("noyau", "accounts", "paiements", "documents", "demarches")


def rubrique(nom: str) -> str:
    return REGLES.partition(f"\n## {nom}\n")[2].partition("\n## ")[0]


def tableau_de(nom: str) -> list[list[str]]:
    """The rows of the table under this heading, without its head."""
    lignes = [ligne for ligne in rubrique(nom).splitlines() if ligne.startswith("|")]
    return [[case.strip() for case in ligne.strip("|").split("|")] for ligne in lignes[2:]]


def minutes(duree) -> int:
    return int(duree.total_seconds() // 60)


def test_every_limit_is_written_with_who_fills_it_and_what_stays_open():
    assert set(PORTES) == set(settings.LIMITES)
    for ligne in tableau().splitlines():
        assert ligne in REGLES, f"write in docs/securite/regles.md (manage.py limites): {ligne}"


def test_no_limit_that_a_stranger_fills_closes_the_last_door():
    """A way that the same stranger could close is none: what stays is a place, a proof or somebody that they are not."""
    surs = {Secours.APPAREIL, Secours.AILLEURS, Secours.FRANCECONNECT, Secours.ACCUEIL, Secours.SUPERVISEUR}
    for nom, porte in PORTES.items():
        if porte.qui != TITULAIRE:
            assert surs & set(porte.restent), nom


def test_the_tries_of_each_code_are_written():
    plat = " ".join(REGLES.split())
    for usage in ("connexion", "iban", "procuration"):
        politique = codes.politique(usage)
        assert f"{politique.essais} tries, {politique.par_jour} a day" in plat.split(f"`{usage}` ")[-1][:90]


def test_the_lives_of_a_session_are_written():
    assert f"after {minutes(settings.SESSION_INACTIVITE)} minutes without activity" in REGLES
    assert f"after {minutes(settings.SESSION_DUREE_MAXIMALE) // 60} hours whatever happens" in REGLES


def test_sessions_at_once_and_those_of_franceconnect_are_written():
    sessions = " ".join(rubrique("Sessions").split())
    for promesse in (
        "Several may live at once", "their number is not limited", "They all end when the password changes or when the account is frozen",
        "signing out ends the session at FranceConnect too", "shorter than what NIST SP 800-63B asks",
    ):  # fmt: skip
        assert promesse in sessions


def test_the_rules_of_a_password_are_written():
    assert f"From {LONGUEUR_MINIMALE} to {LONGUEUR_MAXIMALE} characters" in REGLES
    assert not [mot for mot in MOTS_DU_SITE if f"`{mot}`" not in rubrique("Passwords")]


LECTEURS = {
    "NIR": ChampNir().clean,
    "birth date": ChampNaissance().clean,
    "mobile": ChampMobile().clean,
    "mail address": ChampCourriel().clean,
    "Vitale serial": ChampSerie().clean,
    "IBAN": lambda saisi: exiger(iban.controler(saisi).juste),
    "BIC beside an IBAN": lambda bic, numero: exiger(iban.bic_valide(bic, numero)),
}


def exiger(vrai: bool) -> None:
    if not vrai:
        raise ValueError


@pytest.mark.parametrize("donnee", LECTEURS)
def test_the_form_of_each_kind_of_data_is_written_with_an_example(donnee, db):
    (ligne,) = [une for une in tableau_de("What is typed") if une[0] == donnee]
    _, forme, accepte, refuse = ligne
    assert forme
    LECTEURS[donnee](*re.findall("`(.*?)`", accepte))
    with pytest.raises((ValueError, ValidationError)):
        LECTEURS[donnee](*re.findall("`(.*?)`", refuse))


def test_the_rules_that_bind_several_values_are_written():
    plat = " ".join(rubrique("What is typed").split())
    assert "(NIR and key, IBAN and both keys, BIC and country, postal code and commune, holder and file)" in plat


def test_every_role_of_an_agent_is_written_with_what_it_opens():
    qui = tableau_de("Who may see what")
    assert set(roles.ROLES) < {ligne[0].strip("`") for ligne in qui}
    for role in roles.ROLES:
        (ligne,) = [une for une in qui if une[0] == f"`{role}`"]
        ouvertes = {permission.split(".")[1].split("_", 1)[1] for permission in roles._permissions[role]}
        assert not [modele for modele in ouvertes if f"`{modele}`" not in " ".join(ligne)], role


def test_every_log_is_written_with_where_it_goes_and_who_reads_it():
    """The process writes to standard error and nowhere else; what is kept in PostgreSQL has its line."""
    assert set(settings.LOGGING["handlers"]) == {"stderr"}
    journaux = tableau_de("Logs")
    assert {ligne[0].strip("`") for ligne in journaux} == {
        "request lines",
        "security lines",
        "Connexion",
        "Entree",
        "Envoi",
    }
    assert all(len(ligne) == 5 and all(ligne) for ligne in journaux)


def test_every_key_says_for_what_how_and_when_it_is_turned():
    cles = tableau_de("Keys")
    secretes = {
        v.nom
        for v in VARIABLES
        if ("CLE" in v.nom or "SECRET" in v.nom or "JETON" in v.nom) and v.nom != "AMELI_CLE_FORMATEUR"
    }
    assert {ligne[0].strip("`") for ligne in cles} == secretes
    assert all(len(ligne) == 4 and all(ligne) for ligne in cles)
    assert not [mot for mot in ("*made*", "*kept*", "*used*", "*turned*", "*dropped*") if mot not in rubrique("Keys")]


def test_the_limits_of_a_file_are_written():
    assert "Files: JPEG, PNG, HEIC, WebP or PDF, told by their content." in REGLES
    assert {genre.rpartition("/")[2] for genre in (*EXTENSIONS, *FORMATS)} == {"jpeg", "png", "heic", "webp", "pdf"}
    for bonne_fin in (
        "No archive is opened",
        "a PDF that can act is refused",
        "opened by nobody",
        "come back as downloads",
    ):
        assert bonne_fin in " ".join(rubrique("What is typed").split())
    for octets in settings.TELEVERSEMENT.values():
        assert f"{octets:,}".replace(",", " ") in REGLES


def test_every_alert_is_written_with_its_channels_and_ways():
    for alerte in TABLE.values():
        assert alerte.ligne in REGLES, f"write in docs/securite/regles.md: {alerte.ligne}"


@pytest.mark.parametrize("voie", Voie.Code.values)
def test_every_way_in_is_written_with_its_strength(voie):
    assert f"| `{voie}` |" in REGLES


def test_every_encrypted_column_is_in_the_inventory():
    colonnes = {
        f"{modele.__name__}.{champ.name}"
        for app in APPS
        for modele in apps.get_app_config(app).get_models()
        for champ in modele._meta.local_fields
        if isinstance(champ, ChampChiffre)
    }
    assert len(colonnes) > 8
    assert not {colonne for colonne in colonnes if f"`{colonne}`" not in REGLES}


def test_every_server_that_is_spoken_to_and_every_key_is_written():
    noms = {v.nom for v in VARIABLES if v.nom.endswith("_URL") and v.nom != "AMELI_URL"}
    noms |= {v.nom for v in VARIABLES if "CLE" in v.nom or "SECRET" in v.nom}
    assert not {nom for nom in noms if f"`{nom}`" not in REGLES}


def test_the_delays_of_updates_are_written():
    paquets = " ".join(REGLES.partition("## Packages")[2].split())
    assert "in 3 days, another serious one in 15, the rest with the monthly update" in paquets
