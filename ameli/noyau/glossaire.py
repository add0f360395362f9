"""The words that people do not have to know, each with the sentence that explains it, said on every page and every paper that writes it.

The frame finds them and adds what they mean at the end of the page (`{% avec_les_mots %}`, composants/mots.html, documents/mots_pdf.html).
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


MOTS = (
    Mot(
        "Base de remboursement", "Le tarif fixé pour un soin. Nous en remboursons une part, même si vous avez payé plus cher.",
        re.compile(r"\bbases? de remboursement|>base<", re.IGNORECASE),
    ),
    Mot("Décompte", "Le papier qui détaille un paiement, soin par soin.", re.compile(r"\bdécomptes?", re.IGNORECASE)),
    Mot(
        "Participation forfaitaire", "La petite somme qui reste à votre charge pour une consultation ou un examen.",
        re.compile(r"\bparticipations? forfaitaires?", re.IGNORECASE),
    ),
    Mot(
        "Franchise",
        "La petite somme qui reste à votre charge pour une boîte de médicament, une séance de kinésithérapie ou un transport.",
        re.compile(r"\bfranchises?", re.IGNORECASE),
    ),
    Mot(
        "CSG, CRDS, CASA", "Des contributions que la loi retient sur vos indemnités ou votre pension avant le versement.",
        re.compile(r"\bCSG", re.IGNORECASE),
    ),
    Mot(
        "Ticket modérateur", "La part du tarif que nous ne remboursons pas. Votre mutuelle peut la payer.",
        re.compile(r"\btickets? modérateurs?", re.IGNORECASE),
    ),
    Mot(
        "Tiers payant", "Vous n’avancez pas les frais. Nous les payons directement à celui qui vous soigne.",
        re.compile(r"\btiers payant", re.IGNORECASE),
    ),
    Mot(
        "Rattaché", "Une personne rattachée à votre dossier est remboursée par lui, un enfant le plus souvent.",
        re.compile(r"\brattach", re.IGNORECASE),
    ),
)  # fmt: skip


def presents(texte: str) -> list[Mot]:
    """The words of the glossary that a text holds."""
    return [mot for mot in MOTS if mot.motif.search(texte)]
