"""Léa, her children and her caisse, as the registry holds them on Saturday 14 March 2026."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from accounts.models import Adresse, Assure, MedecinTraitant, Personne
from ameli.noyau.journal import auteur
from tests.fabriques import creer_assure, creer_caisse, creer_compte, creer_enfant

MIDI = datetime(2026, 3, 14, 11, 0, tzinfo=UTC)
FAMILIAL = "systeme:situation d'essai"


@pytest.fixture(autouse=True)
def fichiers_a_part(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def le_14_mars():
    with time_machine.travel(MIDI, tick=False):
        yield MIDI


@pytest.fixture
def lea(db) -> Assure:
    caisse = creer_caisse(adresse="207 rue de Fontainebleau\n40013 MONT-DE-MARSAN CEDEX")
    assure = creer_assure(
        "Léa Marie",
        "Lafitte",
        caisse=caisse,
        nir="2900640999001",
        date_naissance=date(1990, 6, 6),
        droits_du=date(2010, 9, 1),
        iban=None,
        serie=None,
    )
    with auteur(FAMILIAL):
        Personne.objects.filter(pk=assure.personne.pk).update(nom_usage="Duprat")
    assure.personne.refresh_from_db()
    MedecinTraitant.objects.create(personne=assure.personne, nom="Dr Castets", commune="Dax", depuis=date(2020, 1, 1))
    creer_compte(assure)
    return assure


@pytest.fixture
def hugo(lea) -> Personne:
    """14 years old, born on a 29 February."""
    return creer_enfant(lea, "Hugo", date_naissance=date(2012, 2, 29)).personne


@pytest.fixture
def voisin(lea) -> Assure:
    """Somebody else of the same caisse."""
    assure = creer_assure("Paul", "Sarrade", sexe="M", date_naissance=date(1950, 1, 1), iban=None, serie=None)
    creer_compte(assure)
    return assure


def changer_les_droits(assure: Assure, **droits: Any) -> None:
    with auteur(FAMILIAL):
        Assure.objects.de(assure).update(**droits)


def changer_les_droits_des_enfants(assure: Assure, **droits: Any) -> None:
    with auteur(FAMILIAL):
        assure.beneficiaires.update(**droits)


def annoncer_une_adresse(assure: Assure, effet: datetime) -> None:
    """A move to Bordeaux that was declared and takes effect later."""
    with auteur(FAMILIAL):
        assure.adresses.update(fin_le=effet)
        Adresse.objects.create(
            assure=assure, ligne_1="3 quai du Port", code_postal="33000", commune="Bordeaux", effet_le=effet
        )
