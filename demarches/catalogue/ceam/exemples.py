"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from typing import Any

from demarches.moteur.declaration import Contexte, Exemples


def moi(contexte: Contexte) -> dict[str, Any]:
    """A first card for the insured person."""
    return {"demandes": [f"{contexte.assure.personne.public_id}:commander"]}


TOUS = Exemples(
    valides={"cartes": moi, "depart": {"proche": "oui", "pays": "ES"}},
    invalides={
        "cartes": ({}, {"demandes": ["inconnu:commander"]}),
        "depart": (
            {"proche": ""},
            {"proche": "oui", "date_depart": "31/02/2027"},
            {"proche": "non", "date_depart": "01/01/2020"},
            {"proche": "non", "pays": "US"},
        ),
    },
)
