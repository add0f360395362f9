"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ameli.noyau.calendrier import jour_de
from demarches.moteur.declaration import Contexte, Exemples
from demarches.moteur.fichiers_d_exemple import Fichier, piece


def _jour(contexte: Contexte, avant: int) -> str:
    return f"{jour_de(contexte.le) - timedelta(days=avant):%d/%m/%Y}"


def jumeaux(contexte: Contexte) -> list[dict[str, Any]]:
    """Born twelve days ago, declared at the town hall ten days ago."""
    commun = {
        "nom": "D’Almeida",
        "naissance": _jour(contexte, 12),
        "departement": "40",
        "mairie_le": _jour(contexte, 10),
    }
    return [
        {**commun, "prenoms": "Lou-Ann, Rose", "sexe": "F"},
        {**commun, "prenoms": "Émile", "sexe": "M"},
    ]


def ne_ailleurs(contexte: Contexte) -> list[dict[str, Any]]:
    return [
        {"nom": "Œuvrard", "prenoms": "Inès", "sexe": "F", "naissance": _jour(contexte, 60), "pays": "PT"},
    ]


def papiers(contexte: Contexte) -> dict[str, Any]:
    return {"formulaire": Fichier("s3705.jpg", piece("S3705")), "acte": Fichier("acte.jpg", piece("ACTE"))}


TOUS = Exemples(
    valides={
        "situation": {"lieu": "FRANCE", "qui": "MOI"},
        "enfants": jumeaux,
        "second_parent": {"nom": "Peyré", "prenom": "Hugo", "nir": "1 88 03 40 999 077", "inscrire": "on"},
    },
    variantes=(
        {
            "situation": {"lieu": "ETRANGER", "qui": "MOI"},
            "enfants": ne_ailleurs,
            "papiers": papiers,
            "second_parent": {},
        },
    ),
    invalides={
        "situation": ({}, {"lieu": "LUNE", "qui": "MOI"}),
        "enfants": (
            {"nom": "Peyré", "prenoms": "", "sexe": "F"},
            {"nom": "R2D2", "prenoms": "Zoé", "sexe": "F"},
            {"nom": "Peyré", "prenoms": "Zoé", "sexe": "F", "naissance": "01/01/2015"},
            {"nom": "Peyré", "prenoms": "Zoé", "sexe": "F", "naissance": "31/12/2099"},
        ),
        "second_parent": (
            {"nom": "Inconnu", "prenom": "Inconnu"},
            {"nom": "Peyré"},
            {"nom": "Peyré", "prenom": "Hugo", "nir": "1 88 03 40 999 077 11"},
        ),
    },
)
