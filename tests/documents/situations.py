"""Léa, her son and a neighbour, as the registry holds them on Saturday 14 March 2026, and what may change in their files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from accounts.models import Adresse, Assure, MedecinTraitant, Personne
from ameli.noyau.journal import auteur
from tests.fabriques import creer_assure, creer_caisse, creer_compte, creer_enfant

MIDI = datetime(2026, 3, 14, 11, 0, tzinfo=UTC)
ESSAI = "systeme:situation d'essai"


def inscrire_lea() -> Assure:
    """35 years old, née Lafitte, rights open since 2010, a médecin traitant."""
    assure = creer_assure(
        "Léa Marie",
        "Lafitte",
        caisse=creer_caisse(adresse="207 rue de Fontainebleau\n40013 MONT-DE-MARSAN CEDEX"),
        nir="2900640999001",
        date_naissance=date(1990, 6, 6),
        droits_du=date(2010, 9, 1),
        iban=None,
        serie=None,
    )
    with auteur(ESSAI):
        Personne.objects.filter(pk=assure.personne.pk).update(nom_usage="Duprat")
    assure.personne.refresh_from_db()
    MedecinTraitant.objects.create(
        assure=assure, personne=assure.personne, nom="Dr Castets", commune="Dax", depuis=date(2020, 1, 1)
    )
    creer_compte(assure)
    return assure


def inscrire_hugo(lea: Assure) -> Personne:
    """Her son, 14 years old, born on a 29 February."""
    return creer_enfant(lea, "Hugo", date_naissance=date(2012, 2, 29)).personne


def inscrire_le_voisin() -> Assure:
    """Somebody else of the same caisse."""
    assure = creer_assure("Paul", "Sarrade", sexe="M", date_naissance=date(1950, 1, 1), iban=None, serie=None)
    creer_compte(assure)
    return assure


def changer_les_droits(assure: Assure, **droits: Any) -> None:
    with auteur(ESSAI):
        Assure.objects.de(assure).update(**droits)


def changer_les_droits_des_enfants(assure: Assure, **droits: Any) -> None:
    with auteur(ESSAI):
        assure.beneficiaires.update(**droits)


def annoncer_une_adresse(assure: Assure, effet: datetime) -> None:
    """A move to Bordeaux that was declared and takes effect later."""
    with auteur(ESSAI):
        assure.adresses.update(fin_le=effet)
        Adresse.objects.create(
            assure=assure, ligne_1="3 quai du Port", code_postal="33000", commune="Bordeaux", effet_le=effet
        )
