"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.models import Assure, Beneficiaire, Personne
from ameli.noyau.formats import a_paris, date_courte
from demarches.catalogue.adresse import foyer
from demarches.catalogue.adresse.geocodage import Proposition
from demarches.moteur.declaration import Contexte, Exemples

BORDEAUX = Proposition("12 Rue des Acacias", "33000", "Bordeaux", "33063")
DAX = Proposition("5 Rue du Marché", "40100", "Dax", "40088")


def personnes(contexte: Contexte) -> dict[str, Any]:
    """Everybody."""
    return {"personnes": [code for code, _ in foyer.lire(contexte.assure, contexte.le).choix()]}


def pays(contexte: Contexte) -> dict[str, Any]:
    return {"pays": "france", "date": date_courte(a_paris(contexte.le) - timedelta(days=3))}


def adresse(contexte: Contexte) -> dict[str, Any]:
    """A suggestion that this site has shown, chosen."""
    return {"recherche": str(DAX), "choix": DAX.jeton, "complement_1": "Bâtiment B"}


def un_enfant(assure: Assure) -> None:
    """A child to move with the person, or not."""
    personne = Personne.objects.create(
        prenoms="Jeanne", nom_naissance=assure.personne.nom_naissance, sexe=Personne.Sexe.FEMME,
        date_naissance=date(2015, 11, 3), lieu_naissance_insee="40999", nir=f"2151140999{100 + assure.pk % 900}",
    )  # fmt: skip
    Beneficiaire.objects.create(
        assure=assure, personne=personne, rang=2, lien=Beneficiaire.Lien.ENFANT, droits_du=personne.date_naissance
    )


def a_l_etranger(contexte: Contexte) -> dict[str, Any]:
    return {**pays(contexte), "pays": "autre"}


TOUS = Exemples(
    preparer=un_enfant,
    variantes=({"pays": a_l_etranger},),
    valides={
        "personnes": personnes,
        "pays": pays,
        "adresse": adresse,
        "etranger": {
            "pays": "PT",
            "ligne_1": "Rua das Flores 3",
            "code_postal": "1200-192",
            "ville": "Lisbonne",
            "motif": "etudiant",
            "avertissement": "on",
        },
    },
    invalides={
        "personnes": ({"personnes": ["quelqu’un d’autre"]},),
        "pays": ({"pays": "france", "date": "31/02/2026"}, {"pays": "france", "date": "01/01/2020"}),
        "adresse": (
            {"mode": "", "recherche": "ab"},
            {"mode": "manuelle", "voie": "rue du Port", "code_postal": "4010", "commune": "Dax"},
            {"mode": "manuelle", "voie": "", "code_postal": "40100", "commune": "Dax"},
            {"mode": "manuelle", "voie": "rue du Port", "code_postal": "98000", "commune": "Monaco"},
            {"mode": "manuelle", "voie": "rue du Port", "code_postal": "40104", "commune": "Dax Cedex"},
        ),
    },
)
