"""The words that people do not have to know, each with the sentence that explains it, said on every page and every paper that writes it.

The frame finds them and adds what they mean at the end of the page (`{% avec_les_mots %}`, composants/mots.html, documents/mots_pdf.html).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Mot:
    """`motif` finds the word in a text, whatever its ending; `sens` is one plain sentence. `amorce` is in every text that holds it,
    in small letters: nearly all texts are known not to hold a word without a look at each of their places.
    """

    mot: str
    sens: str
    amorce: str
    motif: re.Pattern[str]


MOTS = (
    Mot(
        "Base de remboursement", "Le tarif fixé pour un soin. Nous en remboursons une part, même si vous avez payé plus cher.",
        "base", re.compile(r"\bbases? de remboursement|>base<", re.IGNORECASE),
    ),
    Mot("Décompte", "Le papier qui détaille un paiement, soin par soin.", "décompte", re.compile(r"\bdécomptes?", re.IGNORECASE)),
    Mot(
        "Participation forfaitaire", "La petite somme qui reste à votre charge pour une consultation ou un examen.",
        "participation", re.compile(r"\bparticipations? forfaitaires?", re.IGNORECASE),
    ),
    Mot(
        "Franchise",
        "La petite somme qui reste à votre charge pour une boîte de médicament, une séance de kinésithérapie ou un transport.",
        "franchise", re.compile(r"\bfranchises?", re.IGNORECASE),
    ),
    Mot(
        "CSG, CRDS, CASA", "Des contributions que la loi retient sur vos indemnités ou votre pension avant le versement.",
        "csg", re.compile(r"\bCSG", re.IGNORECASE),
    ),
    Mot(
        "Ticket modérateur", "La part du tarif que nous ne remboursons pas. Votre mutuelle peut la payer.",
        "ticket", re.compile(r"\btickets? modérateurs?", re.IGNORECASE),
    ),
    Mot(
        "Tiers payant", "Vous n’avancez pas les frais. Nous les payons directement à celui qui vous soigne.",
        "tiers payant", re.compile(r"\btiers payant", re.IGNORECASE),
    ),
    Mot(
        "Rattaché", "Une personne rattachée à votre dossier est remboursée par lui, un enfant le plus souvent.",
        "rattach", re.compile(r"\brattach", re.IGNORECASE),
    ),
)  # fmt: skip


def presents(texte: str) -> list[Mot]:
    """The words of the glossary that a text holds."""
    petit = texte.lower()
    return [mot for mot in MOTS if mot.amorce in petit and mot.motif.search(texte)]
