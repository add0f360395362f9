"""The words that people do not have to know, each with the sentence that explains it, said on every page that writes it.

The frame finds them and adds what they mean at the end of the page (`{% avec_les_mots %}`, composants/mots.html).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Mot:
    """`motif` finds the word in a text, whatever its ending; `sens` is one plain sentence."""

    mot: str
    sens: str
    motif: re.Pattern[str]


def _mot(mot: str, sens: str, motif: str) -> Mot:
    return Mot(mot, sens, re.compile(rf"\b{motif}", re.IGNORECASE))


MOTS = (
    _mot(
        "Base de remboursement", "Le tarif fixé pour un soin. Nous en remboursons une part, même si vous avez payé plus cher.",
        "bases? de remboursement",
    ),
    _mot("Décompte", "Le papier qui détaille un paiement, soin par soin.", "décomptes?"),
    _mot(
        "Participation forfaitaire", "La petite somme qui reste à votre charge pour une consultation ou un examen.",
        "participations? forfaitaires?",
    ),
    _mot(
        "Franchise",
        "La petite somme qui reste à votre charge pour une boîte de médicament, un soin paramédical ou un transport.",
        "franchises?",
    ),
    _mot(
        "CSG, CRDS, CASA", "Des contributions que la loi retient sur vos indemnités ou votre pension avant le versement.", "CSG"
    ),
    _mot(
        "Ticket modérateur", "La part du tarif que nous ne remboursons pas. Votre mutuelle peut la payer.", "tickets? modérateurs?"
    ),
    _mot(
        "Rattaché", "Une personne rattachée à votre dossier est remboursée par lui, un enfant le plus souvent.", "rattach"
    ),
)  # fmt: skip


def presents(texte: str) -> list[Mot]:
    """The words of the glossary that a text holds."""
    return [mot for mot in MOTS if mot.motif.search(texte)]
