"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import Assure, CarteVitale
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import maintenant
from demarches.cartes.exemples import ajouter_un_enfant
from demarches.moteur.declaration import Contexte, Exemples


def moi(contexte: Contexte) -> dict[str, Any]:
    """The insured person's own card, lost yesterday."""
    hier = jour_de(contexte.le) - timedelta(days=1)
    return {
        "personne": contexte.assure.personne.public_id,
        "motif": "PERTE",
        "date_faits": f"{hier:%d/%m/%Y}",
    }


def en_panne(contexte: Contexte) -> dict[str, Any]:
    return {"personne": contexte.assure.personne.public_id, "motif": "DYSFONCTIONNEMENT", "panne": "puce"}


def famille(assure: Assure) -> None:
    """A child of 14 who has a card of their own: when one card is declared, the other still can be."""
    enfant, le = ajouter_un_enfant(assure), maintenant()
    CarteVitale.objects.create(
        personne=enfant, serie=f"80{enfant.pk % 10**8:08d}", emise_le=le.date(), etat_depuis=le
    )  # fmt: skip


TOUS = Exemples(
    valides={"declaration": moi, "engagement": {"restitution": "on"}},
    variantes=({"declaration": en_panne},),
    invalides={
        "declaration": (
            {"motif": "PERTE"},
            {"personne": "inconnue", "motif": "PERTE"},
            {"motif": "DYSFONCTIONNEMENT", "panne": ""},
            {"motif": "VOL", "date_faits": "31/02/2026"},
            {"motif": "VOL", "date_faits": "01/01/2001"},
        ),
        "engagement": ({},),
    },
    preparer=famille,
)
