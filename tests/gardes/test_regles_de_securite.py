"""docs/securite/regles.md tells the figures of the code; nothing secret or slow is left out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from accounts.connexion.regles_mot_de_passe import LONGUEUR_MAXIMALE, LONGUEUR_MINIMALE
from accounts.models import Voie
from accounts.securite.codes import POLITIQUES
from accounts.securite.portes import PORTES, TITULAIRE, Secours, tableau
from accounts.securite.promesses import TABLE
from ameli.configuration import VARIABLES
from ameli.noyau.chiffrement import ChampChiffre

REGLES = (Path(__file__).resolve().parents[2] / "docs" / "securite" / "regles.md").read_text(encoding="utf-8")
APPS = ("noyau", "accounts", "paiements", "documents", "demarches")


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
    for usage in ("connexion", "iban"):
        politique = POLITIQUES[usage]
        assert f"{politique.essais} tries, {politique.par_jour} a day" in plat.split(f"`{usage}` ")[-1][:90]


def test_the_lives_of_a_session_are_written():
    assert f"after {minutes(settings.SESSION_INACTIVITE)} minutes without activity" in REGLES
    assert f"after {minutes(settings.SESSION_DUREE_MAXIMALE) // 60} hours whatever happens" in REGLES


def test_the_rules_of_a_password_are_written():
    assert f"From {LONGUEUR_MINIMALE} to {LONGUEUR_MAXIMALE} characters" in REGLES


def test_the_limits_of_a_file_are_written():
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
