"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import Assure, Beneficiaire, CarteVitale, Personne
from ameli.noyau.horloge import PARIS, maintenant
from demarches.moteur.declaration import Contexte, Exemples

AGE_DE_L_ENFANT = 14
NIR_DE_L_ENFANT = "2120640999"


def moi(contexte: Contexte) -> dict[str, Any]:
    """The insured person's own card, lost yesterday."""
    hier = contexte.le.astimezone(PARIS).date() - timedelta(days=1)
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


def ajouter_un_enfant(assure: Assure) -> Personne:
    """A child of 14, covered by `assure`, without a card."""
    le = maintenant()
    naissance = le.astimezone(PARIS).date().replace(day=1) - timedelta(days=366 * AGE_DE_L_ENFANT)
    rang = assure.beneficiaires.count() + 2
    personne = Personne.objects.create(
        nom_naissance=assure.personne.nom_naissance, prenoms="Alix", sexe="F", date_naissance=naissance,
        lieu_naissance_insee="40999", nir=f"{NIR_DE_L_ENFANT}{assure.pk % 1000:03d}",
    )  # fmt: skip
    Beneficiaire.objects.create(
        assure=assure, personne=personne, rang=rang, lien=Beneficiaire.Lien.ENFANT, droits_du=naissance
    )
    return personne


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
