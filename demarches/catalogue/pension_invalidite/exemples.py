"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ameli.noyau.calendrier import jour_de
from demarches.moteur.declaration import Contexte, Exemples


def _jour(contexte: Contexte, avant: int) -> str:
    return f"{jour_de(contexte.le) - timedelta(days=avant):%d/%m/%Y}"


def salariee(contexte: Contexte) -> dict[str, Any]:
    """On leave for nine months."""
    return {
        "employeur": "Scierie des Landes", "siret": "732 829 320 00074", "poste": "Agent forestier",
        "embauche": _jour(contexte, 3_000), "temps": "PLEIN", "arret": _jour(contexte, 284), "maintien": "non",
    }  # fmt: skip


def non_salariee(contexte: Contexte) -> dict[str, Any]:
    return {
        "metier": "Maçon",
        "statut": "ARTISAN",
        "siret": "",
        "debut": _jour(contexte, 2_000),
        "revenu": "18000",
        "fin": "",
    }


def chomage(contexte: Contexte) -> dict[str, Any]:
    return {"allocation": "ARE", "debut": _jour(contexte, 200), "journalier": "38,20", "fin": ""}


SALAIRES = "\n".join(f"{annee} 25 800,00" for annee in range(2016, 2026))
SANS_AVIS = {"lequel": "SANS"}
TOUS = Exemples(
    valides={
        "informations": {"nationalite": "FR"},
        "situation": {"situation": "SALARIEE", "tierce_personne": "non", "accident": "agent"},
        "salariee": salariee,
        "controle": {},
        "avis": SANS_AVIS,
    },
    avis={"avis_medical": {"reduite": "oui", "categorie": "2", "effet": "01/01/2027"}},
    decision={
        "arret": "12/02/2026",
        "affilie_le": "01/01/2010",
        "heures": "1600",
        "salaires_12_mois": "25800",
        "salaires": SALAIRES,
        "mois_d_arret": "0",
        "effet": "01/01/2027",
        "annee_rfr": "2025",
        "rfr": "12000",
        "parts": "1",
    },
    variantes=(
        {
            "informations": {
                "nationalite": "MA",
                "titre": "RESIDENT",
                "titre_numero": "9942001",
                "titre_fin": "12/05/2020",
            },
            "situation": {"situation": "NON_SALARIEE", "tierce_personne": "oui", "accident": "non"},
            "non_salariee": non_salariee,
        },
        {"situation": {"situation": "CHOMAGE", "tierce_personne": "non", "accident": "oui"}, "chomage": chomage},
        {
            "situation": {"situation": "AUTRE", "tierce_personne": "non", "accident": "non"},
            "autre": {"nature": "CONGE", "precision": "Depuis la naissance de mon fils."},
        },
    ),
    invalides={
        "informations": ({}, {"nationalite": "XX"}, {"nationalite": "MA"}),
        "situation": ({}, {"situation": "LUNE", "tierce_personne": "non", "accident": "non"}),
        "salariee": (
            {},
            {
                "employeur": "Scierie",
                "siret": "732 829 320 00075",
                "poste": "Agent",
                "embauche": "01/03/2015",
                "temps": "PLEIN",
                "maintien": "non",
            },
            {
                "employeur": "Scierie",
                "siret": "73282932000074",
                "poste": "Agent",
                "embauche": "01/03/2015",
                "temps": "PLEIN",
                "arret": "01/03/2014",
                "maintien": "non",
            },
        ),
        "non_salariee": ({}, {"metier": "Maçon", "statut": "ARTISAN", "debut": "01/01/2099", "revenu": "1"}),
        "chomage": ({}, {"allocation": "ARE", "debut": "01/03/2026", "journalier": "abc"}),
        "autre": ({}, {"nature": "AUTRE", "precision": "x" * 201}),
        "avis": ({}, {"lequel": "DERNIER"}),
    },
)
